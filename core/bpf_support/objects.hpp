// SPDX-License-Identifier: MIT
// Owners of libbpf's handles.
#pragma once

#include <bpf/libbpf.h>

#include <memory>

namespace hookline::bpf {

struct ObjectCloser {
    void operator()(bpf_object* object) const { bpf_object__close(object); }
};
using BpfObject = std::unique_ptr<bpf_object, ObjectCloser>;

// Detaches, too.
struct LinkDestroyer {
    void operator()(bpf_link* link) const { bpf_link__destroy(link); }
};
using Link = std::unique_ptr<bpf_link, LinkDestroyer>;

// A skeleton that bpftool generated: struct NAME_bpf and its function NAME_bpf__destroy.
template <class Generated, void (*Destroy)(Generated*)>
struct SkeletonDestroyer {
    void operator()(Generated* skeleton) const { Destroy(skeleton); }
};
template <class Generated, void (*Destroy)(Generated*)>
using Skeleton = std::unique_ptr<Generated, SkeletonDestroyer<Generated, Destroy>>;

}  // namespace hookline::bpf
