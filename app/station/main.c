/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-cli.h"

int
main (int   argc,
      char *argv[])
{
  return hr_cli_main (argc, argv);
}
