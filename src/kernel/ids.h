/* SPDX-License-Identifier: Apache-2.0 */
/* ids.h: the kinds of ids that every room may meet. */
#ifndef KERNEL_IDS_H
#define KERNEL_IDS_H
#include "base/base.h"

DEFINE_ID(org);
DEFINE_ID(person);
DEFINE_ID(unit);   /* rows live in unit/ */
DEFINE_ID(decree); /* rows live in decree/ */
DEFINE_ID(act);
#endif
