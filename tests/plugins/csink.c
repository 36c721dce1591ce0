/* SPDX-License-Identifier: MIT */
/* Sink `csink`: the ABI as a C author sees it. Writes "STREAM ROWS\n" to a file for each batch. */
#include <hookline/plugin.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct csink {
	const hookline_host *host;
	char *path;
	FILE *file;
};

static hookline_status fail(const struct csink *self, const char *what)
{
	char text[512];

	snprintf(text, sizeof(text), "%s: %s: %s", self->path, what, strerror(errno));
	self->host->set_error(self->host->context, text, strlen(text));
	return HOOKLINE_FAILED;
}

static hookline_status csink_create(const hookline_host *host, const hookline_options *options, void **out)
{
	struct csink *self = calloc(1, sizeof(*self));

	if (!self)
		return HOOKLINE_FAILED;
	self->host = host;
	self->path = strndup(options->values[0].string.data, options->values[0].string.size);
	*out = self;
	return HOOKLINE_OK;
}

static hookline_status csink_open(void *instance)
{
	struct csink *self = instance;

	self->file = fopen(self->path, "a");
	return self->file ? HOOKLINE_OK : fail(self, "cannot be opened");
}

static hookline_status csink_write(void *instance, const hookline_batch *batch, uint64_t token, size_t *taken)
{
	struct csink *self = instance;

	(void)token;
	*taken = batch->row_count;
	if (fprintf(self->file, "%s %u\n", batch->schema->name, batch->row_count) < 0)
		return fail(self, "cannot be written");
	return HOOKLINE_OK;
}

static hookline_status csink_flush(void *instance)
{
	struct csink *self = instance;

	return fflush(self->file) == 0 ? HOOKLINE_OK : fail(self, "cannot be written");
}

static hookline_status csink_close(void *instance)
{
	struct csink *self = instance;
	FILE *file = self->file;

	self->file = NULL;
	return !file || fclose(file) == 0 ? HOOKLINE_OK : fail(self, "cannot be written");
}

static void csink_destroy(void *instance)
{
	struct csink *self = instance;

	free(self->path);
	free(self);
}

static const hookline_sink_ops csink_ops = {
	.size = sizeof(csink_ops),
	.create = csink_create,
	.open = csink_open,
	.write = csink_write,
	.flush = csink_flush,
	.close = csink_close,
	.destroy = csink_destroy,
};

static const hookline_option csink_options[] = {
	{
		.name = "path",
		.help = "file to append to",
		.type = HOOKLINE_OPTION_STRING,
		.flags = HOOKLINE_OPTION_REQUIRED,
	},
};

__attribute__((visibility("default"))) const hookline_descriptor hookline_plugin = {
	.magic = HOOKLINE_MAGIC,
	.size = sizeof(hookline_plugin),
	.abi_major = HOOKLINE_ABI_MAJOR,
	.abi_minor = HOOKLINE_ABI_MINOR,
	.kind = HOOKLINE_SINK,
	.option_size = sizeof(hookline_option),
	.name = "csink",
	.version = "1.0",
	.licence = "MIT",
	.help = "counts the rows of each batch, in plain C",
	.options = csink_options,
	.option_count = 1,
	.sink = &csink_ops,
};
