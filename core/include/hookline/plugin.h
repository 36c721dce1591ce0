/* SPDX-License-Identifier: MIT */
/*
 * hookline plugin ABI, version 1: the whole boundary between the host and a plugin, in C.
 *
 * A plugin is a shared library NAME.so that exports one symbol, `hookline_plugin` (HOOKLINE_PLUGIN_SYMBOL): a constant
 * descriptor. It is a capture (it sees traffic and emits batches of rows) or a sink (it takes batches of any schema and
 * delivers them). C++ authors use <hookline/capture.hpp> or <hookline/sink.hpp>, which fill all this in.
 *
 * Contract
 * - No C++ type, exception, Boost or spdlog object crosses. A plugin lets no exception out of any function; the host
 *   guards every call all the same, and names a plugin that throws.
 * - Every struct that may grow starts with, or is accompanied by, its size as its writer was built. Fields are appended,
 *   never inserted or removed, within one major version. The reader goes no further than the writer's size.
 * - Versions: the major must be equal, and a plugin's minor may not exceed the host's.
 * - Strings are UTF-8. `const char *` is NUL-terminated. hookline_string is not; its size counts.
 * - Everything in the descriptor is static: valid and constant from load to unload.
 * - What the host hands to a function is valid during that call, unless its comment says longer; what a plugin hands to
 *   a service of the host likewise.
 * - Threads. A capture: every function but stop() is called on the host's loop thread and may not block; stop() is called
 *   on the thread of run_blocking(), where it may. Never two at a time.
 *   A sink: every function is called on that sink's own thread, one at a time, and may block for as long as its peer
 *   takes (the host goes on, and abandons and names a sink that never returns). Services say which threads may call them.
 * - Numbers are in host byte order, except where a type says otherwise.
 */
#ifndef HOOKLINE_PLUGIN_H
#define HOOKLINE_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HOOKLINE_MAGIC UINT64_C(0x656e696c6b6f6f68) /* "hookline", little-endian */
#define HOOKLINE_ABI_MAJOR 1
#define HOOKLINE_ABI_MINOR 1
#define HOOKLINE_PLUGIN_SYMBOL "hookline_plugin"

typedef struct hookline_string {
	const char *data; /* may be NULL when size is 0 */
	size_t size;      /* bytes */
} hookline_string;

/* What a function returns. Not negative: it went well. Negative: it failed, and set_error() was told why. */
typedef enum hookline_status {
	HOOKLINE_OK = 0,
	HOOKLINE_MORE = 1,     /* capture drain: the budget is used up and there is more; call again soon */
	HOOKLINE_PENDING = 2,  /* capture drain: the rest is not readable yet; the capture calls wake() when it is */
	HOOKLINE_END = 3,      /* capture drain: the source has ended (a file was read); nothing will ever follow */
	HOOKLINE_RETRY = -1,   /* may go well later: the host tries again with back-off */
	HOOKLINE_FAILED = -2,  /* will not go well by trying again */
	HOOKLINE_INVALID = -3, /* the configuration is wrong: the host reports it with the option's place in the file */
	HOOKLINE_FORCE_INT = 0x7fffffff
} hookline_status;

/* ---- Records -------------------------------------------------------------------------------------------------- */

typedef enum hookline_type {
	HOOKLINE_BOOL = 1, /* uint8_t, 0 or 1 */
	HOOKLINE_U8 = 2,
	HOOKLINE_U16 = 3,
	HOOKLINE_U32 = 4,
	HOOKLINE_U64 = 5,
	HOOKLINE_I64 = 6,
	HOOKLINE_F64 = 7,
	HOOKLINE_U16_BE = 8,   /* network byte order */
	HOOKLINE_U32_BE = 9,   /* network byte order */
	HOOKLINE_IP = 10,      /* 16 bytes, network byte order; IPv4 as ::ffff:a.b.c.d (RFC 4291 2.5.5.2) */
	HOOKLINE_MAC = 11,     /* 6 bytes */
	HOOKLINE_CHARS = 12,   /* `width` bytes of text, padded with NUL */
	HOOKLINE_TEXT = 13,    /* hookline_string: text that lives as long as the batch */
	HOOKLINE_BYTES = 14,   /* hookline_string: any bytes, likewise */
	HOOKLINE_TIME = 15,    /* int64_t, nanoseconds since 1970-01-01 UTC */
	HOOKLINE_DURATION = 16 /* uint64_t, nanoseconds */
} hookline_type;

typedef enum hookline_unit {
	HOOKLINE_UNIT_NONE = 0,
	HOOKLINE_UNIT_PACKETS = 1,
	HOOKLINE_UNIT_BYTES = 2,
	HOOKLINE_UNIT_BITS_PER_SECOND = 3,
	HOOKLINE_UNIT_PACKETS_PER_SECOND = 4,
	HOOKLINE_UNIT_ROWS = 5,
	HOOKLINE_UNIT_PERCENT = 6
} hookline_unit;

/* What a column means to those who render it without knowing it. */
typedef enum hookline_role {
	HOOKLINE_KEY = 1,     /* tells rows of a table apart; may be grouped by */
	HOOKLINE_COUNTER = 2, /* adds up; in a table stream: what was added since the last drain */
	HOOKLINE_GAUGE = 3,   /* a value of now: a rate, a level */
	HOOKLINE_WHEN = 4,    /* a point in time */
	HOOKLINE_LABEL = 5    /* describes the row, does not tell it apart; may be grouped by all the same */
} hookline_role;

/* How the host makes one value of two when it adds up rows with the same key. Ignored for keys. */
typedef enum hookline_merge {
	HOOKLINE_MERGE_LAST = 0,
	HOOKLINE_MERGE_SUM = 1,
	HOOKLINE_MERGE_MIN = 2,
	HOOKLINE_MERGE_MAX = 3,
	HOOKLINE_MERGE_OR = 4, /* bitwise */
	HOOKLINE_MERGE_FIRST = 5
} hookline_merge;

enum hookline_column_flags {
	HOOKLINE_COLUMN_BITMASK = 1u << 0, /* `names` names single bits */
	HOOKLINE_COLUMN_HEX = 1u << 1,     /* shown as 0x... where no name fits */
	HOOKLINE_COLUMN_DETAIL = 1u << 2   /* first to go where space is short */
};

/* The name of one value (or bit) of an integer column. */
typedef struct hookline_name {
	uint64_t value;
	const char *name;
} hookline_name;

#define HOOKLINE_ALWAYS_PRESENT 0xffu

typedef struct hookline_column {
	uint32_t id;           /* never changes its meaning within a schema of this name */
	uint32_t type;         /* hookline_type */
	uint32_t unit;         /* hookline_unit */
	uint32_t role;         /* hookline_role */
	uint32_t merge;        /* hookline_merge */
	uint32_t flags;        /* hookline_column_flags */
	uint32_t offset;       /* bytes from the start of the row, a multiple of the type's alignment */
	uint32_t width;        /* bytes in the row; must be the type's size, free only for HOOKLINE_CHARS */
	uint32_t presence_bit; /* 0..63 in the row's presence mask, or HOOKLINE_ALWAYS_PRESENT */
	uint32_t name_count;
	const hookline_name *names; /* name_count of them, ascending by value; NULL when 0 */
	const char *name;           /* snake_case, unique in the schema */
	const char *help;           /* one line */
} hookline_column;

typedef enum hookline_stream_kind {
	HOOKLINE_TABLE = 1, /* rows are what was added to a key since the last drain; the host adds them up */
	HOOKLINE_EVENT = 2, /* a row is a happening; the host hands it on as it is */
	HOOKLINE_PACKET = 3 /* a row is a packet with a HOOKLINE_BYTES column; the host hands it on as it is */
} hookline_stream_kind;

#define HOOKLINE_NO_PRESENCE 0xffffffffu

/* Describes the rows of one stream. One layout, described by offsets, so that a capture may hand over its own structs. */
typedef struct hookline_schema {
	uint32_t size;    /* sizeof(hookline_schema) as the plugin was built */
	uint32_t kind;    /* hookline_stream_kind */
	const char *name; /* of the stream, snake_case: "flow", "tcp_event" */
	const char *help;
	uint32_t version;
	uint32_t row_size; /* bytes; batches may use a larger stride */
	uint32_t
		presence_offset; /* of a uint64_t mask in the row: a clear bit means that column has no value in this row; or
	                             HOOKLINE_NO_PRESENCE */
	uint32_t column_size; /* sizeof(hookline_column) as the plugin was built */
	uint32_t column_count;
	uint32_t reserved;
	const hookline_column *columns; /* most useful first */
} hookline_schema;

enum hookline_batch_flags {
	HOOKLINE_REPORT_BEGIN = 1u << 0, /* first batch of a report */
	HOOKLINE_REPORT_END = 1u << 1,  /* last batch of a report; a report without rows is one empty batch with both */
	HOOKLINE_REPORT_FINAL = 1u << 2 /* of the last report before the end */
};

typedef struct hookline_batch {
	uint32_t size;                 /* sizeof(hookline_batch) as the writer was built */
	uint32_t flags;                /* hookline_batch_flags; a capture leaves it 0 */
	const hookline_schema *schema; /* to a sink: the same pointer for the same stream as long as the sink is open */
	const void *rows;              /* aligned to 8 bytes; row i is at rows + i * stride */
	uint32_t row_count;
	uint32_t stride;  /* bytes, a multiple of 8, at least schema->row_size */
	int64_t begin_ns; /* the time these rows cover, nanoseconds since 1970 UTC; both 0 when it is not known */
	int64_t end_ns;
	const char *source; /* to a sink: the pipeline's name. A capture leaves it NULL */
} hookline_batch;

/* ---- Options ---------------------------------------------------------------------------------------------------- */

typedef enum hookline_option_type {
	HOOKLINE_OPTION_BOOL = 1,
	HOOKLINE_OPTION_INTEGER = 2,  /* `integer`, between min and max */
	HOOKLINE_OPTION_NUMBER = 3,   /* `number` */
	HOOKLINE_OPTION_STRING = 4,   /* `string`; one of `choices` if there are any */
	HOOKLINE_OPTION_DURATION = 5, /* written "90s", "1h30m"; `integer` in nanoseconds, between min and max */
	HOOKLINE_OPTION_STRINGS = 6   /* a string or an array of strings: `strings`, `count` */
} hookline_option_type;

enum hookline_option_flags { HOOKLINE_OPTION_REQUIRED = 1u << 0 };

/* Options are declared, not parsed: the host checks the configuration against this and hands over typed values. */
typedef struct hookline_option {
	const char *name;           /* snake_case */
	const char *help;           /* one line */
	uint32_t type;              /* hookline_option_type */
	uint32_t flags;             /* hookline_option_flags */
	const char *default_value;  /* as it would stand in the file: `true`, `"auto"`, `["a"]`, `"1s"`; NULL: none */
	const char *const *choices; /* NULL-terminated list of allowed strings; NULL: any */
	int64_t min;                /* both 0: no limits */
	int64_t max;
} hookline_option;

typedef struct hookline_value {
	uint32_t type;   /* hookline_option_type; 0: not given, and no default */
	uint32_t is_set; /* 1: it stands in the configuration; 0: the default */
	int64_t integer; /* BOOL (0 or 1), INTEGER, DURATION */
	double number;
	hookline_string string;
	const hookline_string *strings;
	size_t count;
} hookline_value;

/* One instance's configuration; valid until destroy() returns. */
typedef struct hookline_options {
	uint32_t size;
	uint32_t count;
	const hookline_value *values; /* one for each declared option, in the order of the declaration */
	uint32_t value_size;          /* sizeof(hookline_value) as the host was built */
	uint32_t reserved;
	const char *instance; /* the name the configuration gives it: "uplink" in [capture.uplink] */
} hookline_options;

/* ---- Services of the host ------------------------------------------------------------------------------------------ */

typedef enum hookline_log_level {
	HOOKLINE_LOG_DEBUG = 1,
	HOOKLINE_LOG_INFO = 2,
	HOOKLINE_LOG_WARNING = 3,
	HOOKLINE_LOG_ERROR = 4
} hookline_log_level;

/* The capture's book. The host adds `delivered` itself, from the rows; at the end seen = delivered + filtered + lost. */
typedef enum hookline_account {
	HOOKLINE_SEEN = 1,     /* passed the hook */
	HOOKLINE_FILTERED = 2, /* left out because the configuration says so */
	HOOKLINE_LOST = 3,     /* meant to be a row and is not */
	HOOKLINE_NOTED = 4     /* worth counting, no part of the sum */
} hookline_account;

enum hookline_fd_events { HOOKLINE_READABLE = 1u << 0, HOOKLINE_WRITABLE = 1u << 1 };

typedef void (*hookline_callback)(void *argument);
typedef void (*hookline_fd_callback)(void *argument, int fd, uint32_t events);

/*
 * One table for each plugin instance, valid from create() until destroy() returns. `context` goes back as the first
 * argument of each. Unless a comment says otherwise they are called on the thread that calls the plugin's functions.
 */
typedef struct hookline_host {
	uint32_t size; /* sizeof(hookline_host) as the host was built */
	uint16_t abi_major;
	uint16_t abi_minor;
	void *context;

	/* Log a line; the host adds who said it. Any thread. */
	void (*log)(void *context, hookline_log_level level, const char *text, size_t size);
	/* Is a line of this level wanted? Any thread. */
	int (*log_enabled)(void *context, hookline_log_level level);
	/* Say why the function that is about to return a negative status fails. The host copies the text. Any thread. */
	void (*set_error)(void *context, const char *text, size_t size);

	/* Captures, from start() or drain(): hand over rows of stream `stream` (index into the descriptor's streams). The
	 * host has copied what it keeps when it returns. Negative: a malformed batch, which is counted as lost and named. */
	hookline_status (*emit)(void *context, uint32_t stream, const hookline_batch *batch);
	/* Captures: add to the book. `name` (snake_case, copied) says which filter or loss; ignored for HOOKLINE_SEEN. */
	void (*count)(void *context, hookline_account account, const char *name, uint64_t packets, uint64_t bytes);
	/* Captures: call drain() soon, without waiting for the next tick. Any thread. */
	void (*wake)(void *context);

	/* Call `callback` on the plugin's thread whenever `fd` is ready for `events`, until unwatch. The fd stays the
	 * plugin's, and is unwatched before it is closed. One watch for each fd. */
	hookline_status (*watch_fd)(void *context, int fd, uint32_t events, hookline_fd_callback callback,
				    void *argument);
	void (*unwatch_fd)(void *context, int fd);
	/* Call `callback` on the plugin's thread after `delay_ns`, then every `period_ns` (0: once). The id is never 0. */
	uint64_t (*start_timer)(void *context, uint64_t delay_ns, uint64_t period_ns, hookline_callback callback,
				void *argument);
	void (*stop_timer)(void *context, uint64_t id);
	/* Captures: run `work` on a thread where it may block for a moment (a grace period, a link's detach), then `done`
	 * on the loop thread. Works of one capture run one after the other, in order. The host waits for them before
	 * destroy(). */
	void (*run_blocking)(void *context, hookline_callback work, hookline_callback done, void *argument);

	/* Sinks that declare acks: `rows` rows of the batch written with `token` were delivered (HOOKLINE_OK) or not
	 * (negative). Any thread. */
	void (*ack)(void *context, uint64_t token, uint64_t rows, hookline_status status);

	/* Since 1.1. Captures, from create(): rows of stream `stream` are described by this schema, and not by that of the
	 * descriptor: of the same name and kind, with fewer columns, where the configuration asks for less. Static, as
	 * those are. Negative: refused, and the reason is set. */
	hookline_status (*use_schema)(void *context, uint32_t stream, const hookline_schema *schema);
} hookline_host;

/* ---- Captures ------------------------------------------------------------------------------------------------------ */

typedef struct hookline_capture_ops {
	uint32_t size; /* sizeof(hookline_capture_ops) as the plugin was built */
	uint32_t reserved;
	/* Required, once. Look at the configuration only: no kernel, no network. Sets *self. HOOKLINE_INVALID or another
	 * failure stops the start; destroy() is not called then. */
	hookline_status (*create)(const hookline_host *host, const hookline_options *options, void **self);
	/* Required. Load and attach: from its return on, traffic is seen. Leaks nothing when it fails. After HOOKLINE_RETRY
	 * it may be called again. */
	hookline_status (*start)(void *self);
	/* Required, at every tick and after wake(). Emit what has accumulated, at most about `budget` rows (or packets read),
	 * then return: HOOKLINE_OK when all that was seen before the call is emitted; HOOKLINE_MORE, HOOKLINE_PENDING or
	 * HOOKLINE_END as described there. After stop() the host goes on calling it until it returns OK or END. */
	hookline_status (*drain)(void *self, size_t budget);
	/* Required, idempotent, also after a failed start(). Detach: nothing is seen from its return on; what was seen is
	 * still drained. May block for as long as the kernel takes to detach. */
	void (*stop)(void *self);
	/* Required, once, last. Frees self; the library may be unloaded next. */
	void (*destroy)(void *self);
	/* Optional (NULL), no instance needed: can this hook work on this machine? OK, or negative with the reason; `say` is
	 * called with a line for each finding. For `hookline doctor`. */
	hookline_status (*probe)(void (*say)(void *argument, const char *line), void *argument);
} hookline_capture_ops;

/* ---- Sinks --------------------------------------------------------------------------------------------------------- */

enum hookline_sink_flags { HOOKLINE_SINK_ACKS = 1u << 0 /* delivery is told later, by ack() */ };

typedef struct hookline_sink_ops {
	uint32_t size;  /* sizeof(hookline_sink_ops) as the plugin was built */
	uint32_t flags; /* hookline_sink_flags */
	/* Required, once, on the loop thread. As for captures. */
	hookline_status (*create)(const hookline_host *host, const hookline_options *options, void **self);
	/* Required. Open the destination. Leaks nothing when it fails; after HOOKLINE_RETRY it is called again. */
	hookline_status (*open)(void *self);
	/* Required. Take rows from the front of the batch, set *taken (0..row_count) on every return. HOOKLINE_OK: go on with
	 * the rest, if any, now. HOOKLINE_RETRY: the rest later, with back-off. HOOKLINE_FAILED: the rest is dropped and
	 * counted. An empty batch (row_count 0) still carries its report flags. Unless the sink declares acks, taken
	 * means delivered. The batch is the host's; rows that are offered again come with the token that they had. */
	hookline_status (*write)(void *self, const hookline_batch *batch, uint64_t token, size_t *taken);
	/* Required. Push out what the sink still holds: at the end of a report, and when its queue runs empty. */
	hookline_status (*flush)(void *self);
	/* Required, idempotent, also after a failed open(). Flushes first, and fails if that fails. */
	hookline_status (*close)(void *self);
	/* Required, once, last, on the loop thread or at exit. */
	void (*destroy)(void *self);
} hookline_sink_ops;

/* ---- The descriptor -------------------------------------------------------------------------------------------------- */

typedef enum hookline_kind { HOOKLINE_CAPTURE = 1, HOOKLINE_SINK = 2 } hookline_kind;

typedef struct hookline_descriptor {
	uint64_t magic; /* HOOKLINE_MAGIC */
	uint32_t size;  /* sizeof(hookline_descriptor) as the plugin was built */
	uint16_t abi_major;
	uint16_t abi_minor;
	uint32_t kind;        /* hookline_kind */
	uint32_t option_size; /* sizeof(hookline_option) as the plugin was built */
	const char *name;     /* the file's name without .so; lower case, digits, '_' and '-' */
	const char *version;
	const char *licence; /* SPDX */
	const char *help;    /* one line */
	const hookline_option *options;
	uint32_t option_count;
	uint32_t stream_count; /* captures: at least 1; sinks: 0 */
	const hookline_schema *const *streams;
	const hookline_capture_ops *capture; /* NULL in a sink */
	const hookline_sink_ops *sink;       /* NULL in a capture */
} hookline_descriptor;

#ifdef __cplusplus
} /* extern "C" */
#endif
#endif
