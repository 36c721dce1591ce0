/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What happens to a cgroup of v2, as the kernel program and user space share it. */
#ifndef HOOKLINE_CGROUPS_CGROUP_EVENT_H
#define HOOKLINE_CGROUPS_CGROUP_EVENT_H

#include <linux/types.h>

enum hl_cgroup_happening {
	HL_CGROUP_MADE = 1,
	HL_CGROUP_REMOVED = 2,
	HL_CGROUP_RENAMED = 3,
};

/* TRACE_CGROUP_PATH_LEN, kernel/cgroup/cgroup-internal.h: what is longer, the kernel has cut. */
#define HL_CGROUP_PATH 1024

struct hl_cgroup_event {
	__u64 id;
	__u32 happening;
	__u32 path_size;           /* with the zero at its end; HL_CGROUP_PATH: it may have been cut */
	char path[HL_CGROUP_PATH]; /* from the root of the hierarchy on; in the ring only as much as it takes */
};

#ifdef __cplusplus
static_assert(sizeof(struct hl_cgroup_event) == 16 + HL_CGROUP_PATH, "hl_cgroup_event layout");
#else
_Static_assert(sizeof(struct hl_cgroup_event) == 16 + HL_CGROUP_PATH, "hl_cgroup_event layout");
#endif

#endif
