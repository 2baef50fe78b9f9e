/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decree_reader.h: goes forward over one paragraph of a decree's text. What returns false has noted
 * a fault with its place. For decree_text.c alone.
 */
#ifndef DECREE_DECREE_READER_H
#define DECREE_DECREE_READER_H
#include "decree/decree_text.h"

enum {
    NAME_MOST = 200,    /* characters of a name */
    PHRASE_MOST = 4000, /* of a list of villages */
    CODE_MOST = 12,     /* letters and digits of a code */
    NUMBER_MOST = 99999 /* of a clause */
};

struct reader {
    struct ctx *c;
    const char *p, *end; /* what is left of the paragraph */
    const char *first;   /* its keyword */
    const char *start;   /* of the whole text */
    const char *seen;    /* a place whose line and column are known */
    struct text_at at_seen;
    int n_faults;
    struct decree_text *out;
};

struct text_at reader_place(struct reader *r, const char *p);
/* Notes a fault there; false, to be given on. */
bool reader_wrong(struct reader *r, const char *p, const char *msgid, ...) PRINTF(3, 4);
bool reader_wrong_at(struct reader *r, struct text_at at, const char *msgid, ...)
    PRINTF(3, 4);
/* What stands at p, short, for a message. */
const char *reader_glimpse(struct reader *r, const char *p);

bool reader_blank(char c);
void reader_skip(struct reader *r); /* blanks */
/* Where `words` ends if it stands at p (first letter in either case), else NULL. */
const char *reader_match(const char *p, const char *end, const char *words);
bool reader_take(struct reader *r, const char *words);
bool reader_need(struct reader *r, const char *words);
bool reader_take_sign(struct reader *r, const char *sign);
bool reader_need_sign(struct reader *r, const char *sign);
bool reader_need_arrow(struct reader *r);
/* Text from p to q with every run of blanks as one, none at the ends. */
const char *reader_phrase(struct reader *r, const char *p, const char *q);
/* Is the character at p the full stop that closes the paragraph? */
bool reader_closes(const char *p, const char *end);
/* Does the word for a type of unit stand at p: "xã", "thành phố"? */
bool reader_type_word(const char *p, const char *end);

#define TEXT_UNIT N_("A unit such as “xã Gia Tân (14503)”")
#define TEXT_ORG  N_("An organisation such as “Ủy ban nhân dân xã Gia Tân (14503)”")
/* A name; `what`: message id of what was expected. */
bool reader_name(struct reader *r, struct text_unit *u, const char *what);
bool reader_unit(struct reader *r, struct text_unit *u,
                 const char *what); /* name (code) */
/* What a unit becomes: its code only where that changes. */
bool reader_new_name(struct reader *r, struct text_unit *u);
#endif
