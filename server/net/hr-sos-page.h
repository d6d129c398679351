/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

/* Serves the phone's page, /sos and what it is made of, out of the program itself. */
void hr_sos_page_add (SoupServer *server);
