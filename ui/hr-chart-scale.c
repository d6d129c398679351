/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hr-chart-scale.h"

#include <glib.h>
#include <math.h>

#define N_STEPS 4

HrChartScale
hr_chart_scale_for (double max,
                    double min_step)
{
  static const double factors[] = { 1, 2, 5, 10 };
  double              wanted = MAX (max / N_STEPS, min_step);
  double              power = pow (10, floor (log10 (wanted)));
  double              step = min_step;

  for (gsize i = 0; i < G_N_ELEMENTS (factors); i++)
    {
      step = factors[i] * power;
      /* What was computed may be a hair off. */
      if (step >= wanted * (1 - 1e-9))
        break;
    }

  return (HrChartScale){ MAX (ceil (max / step - 1e-9), 1) * step, step };
}
