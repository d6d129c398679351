/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

/**
 * hr_file_reply:
 * @message: a paused GET or HEAD (hr_http_pause()); it is let go
 * @path: the file; what it holds now is sent, also while it grows
 *
 * Answers with the file, or with the one byte range that was asked for, read 64 KiB at a time off the main thread. 404 when it
 * cannot be opened, 416 when the range is not in it.
 */
void hr_file_reply (SoupServerMessage *message, const char *path, const char *content_type);
