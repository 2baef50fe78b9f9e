/* SPDX-License-Identifier: Apache-2.0 */
/*
 * act.h: the evidence. Every write is an act: who, for which organisation, when, on which basis,
 * what changed. Acts are hash-linked and sealed in batches by RFC 6962 tree heads, signed with a
 * key that is kept outside the database.
 */
#ifndef KERNEL_ACT_H
#define KERNEL_ACT_H
#include "kernel/ids.h"
#include "view/view.h"

/* One field of a change as people read it: "Name", "Xã A", "Xã B". */
struct act_edit {
    const char *label;
    const char *from, *to; /* NULL: none */
};
struct act_edit_list LIST(struct act_edit);
extern const struct view act_edit_view;

struct act {
    act_id id;
    int64_t seq;            /* place in the log, from 0; INT_NONE: not sealed yet */
    instant at;
    person_id actor_id;     /* 0: the machine's operator or the machine itself */
    const char *actor_name; /* as it was then */
    org_id org_id;          /* for which organisation; 0: the installation */
    const char *verb;       /* "add", "change", "approve", "execute" … */
    const char *kind;       /* of the object: "unit", "decree", "seal" … */
    int64_t object_id;
    const char *label;      /* of the object, as it was then: "Xã Gia Tân" */
    const char *path;       /* page of the object, or NULL */
    const char *reason, *law;
    decree_id decree_id;    /* by which decree, 0: none */
    const char *changes;    /* JSON: [{"field":…,"from":…,"to":…}], from view_diff */
    const char *link;       /* hex; filled by sealing: SHA-256(link of seq-1 ‖ leaf) */
    /* for people, by act_explain; not stored */
    const char *clock;      /* the time of the day in Vietnam: "16:20:31" */
    const char *did;        /* the verb: "Approved" */
    const char *what;       /* the kind: "Decree" */
    const char *changed;    /* edits in one line: "Name: Xã A → Xã B; …" */
    struct act_edit_list edits;
};
struct act_list LIST(struct act);
extern const struct view act_view;

/*
 * Writes an act in the caller's transaction: id, at and the actor come from c. Every verb of every
 * room that writes calls it, once for each thing changed. c->act becomes its id.
 */
NODISCARD err act_add(struct ctx *c, const struct act *in);
/* The same for n, in few statements. */
NODISCARD err act_add_all(struct ctx *c, const struct act *v, size_t n);
/* What the search column holds: the words that people look for. For kernel/ alone. */
const char *act_search_text(struct ctx *c, const char *actor_name, const struct act *in);
/* NOT_FOUND. */
NODISCARD err act_find(struct ctx *c, act_id id, struct act *out);
/* History of one thing, newest first, explained: the 200 newest. Shown by {{>log/history.html}}. */
NODISCARD err act_list_of(struct ctx *c, const char *kind, int64_t object_id,
                          struct act_list *out);
/* Fills clock, did, what, changed and edits in c's language; takes away what the reader may not know:
 * the label and all details of an act on a restricted register. */
void act_explain(struct ctx *c, struct act *acts, size_t n);
/* The words of the log for verbs and kinds; each ends with a NULL name. Others may be written. */
extern const struct choice act_verbs[], act_kinds[];
/* The verb in c's language; as it is written where there is no word for it. */
const char *act_verb_word(struct ctx *c, const char *verb);
/*
 * The field that a change of such an object names, for its label and for reading its values: of
 * the view of that name, else of any view of the house; NULL: none. Defined by the room log, which
 * sees the routes of every room.
 */
const struct field *act_field(const char *kind, const char *name);

/*
 * Sealing: gives each unsealed act its place and link, extends the Merkle tree, signs the head.
 * Called by the edge just before it commits (SQLite: once a group; PostgreSQL: by the job lane
 * alone, in its own transaction, over what is visible and unsealed). Without key material in
 * `keys` it only links: verify then reports unsigned heads.
 */
struct act_keys; /* Ed25519, from the file beside the database */
/* NOT_FOUND: there is no key. create: then it is made; only for a log that begins, for heads that
 * another key signed would fit it no more. */
NODISCARD err act_keys_open(struct ctx *c, const char *db_url, bool create,
                            struct act_keys **out);
void act_keys_close(struct act_keys *k);
NODISCARD err act_seal(struct ctx *c, const struct act_keys *k);
/* After the commit: writes the newest head to the file beside the key, so that a log whose end
 * was cut off is caught. */
void act_seal_published(struct ctx *c, const struct act_keys *k);

struct act_head {
    int64_t size;           /* acts under it */
    instant at;
    const char *root;       /* hex, RFC 6962 Merkle tree hash */
    const char *signature;  /* hex Ed25519 over "haicap tree head\n" size "\n" root "\n" at; NULL */
    const char *text;       /* those lines and the signature: what is printed and kept */
};
extern const struct view act_head_view;
/* The newest head; size 0 and a NULL root when nothing is sealed yet. */
NODISCARD err act_head_newest(struct ctx *c, struct act_head *out);
/* Acts that wait for their seal. */
NODISCARD err act_count_unsealed(struct ctx *c, int64_t *out);
/* The first head over more than `size` acts; NOT_FOUND. */
NODISCARD err act_head_over(struct ctx *c, int64_t size, struct act_head *out);

/*
 * A proof for outsiders, under the newest head (RFC 6962 section 2.1): that an act is in the log,
 * or that the log of `first_size` acts is its beginning. Reads the whole log: for the heavy lane.
 */
struct act_proof_hash {
    const char *hash; /* hex */
};
struct act_proof {
    int64_t leaf_index;              /* of the act; else INT_NONE */
    const char *leaf_hash;
    int64_t first_size;              /* of the beginning; else INT_NONE */
    const char *first_root;
    int64_t tree_size;
    const char *root, *signature, *head;
    instant at;
    struct LIST(struct act_proof_hash) path;
};
extern const struct view act_proof_view;
/* act 0: the consistency of first_size. NOT_FOUND; INVALID when the log does not fit its head, or
 * the act is not sealed yet, or first_size is none of 1 … size of the newest head. */
NODISCARD err act_prove(struct ctx *c, act_id act, int64_t first_size,
                        struct act_proof *out);

/*
 * Recomputes every leaf, link and head, checks signatures, the head kept beside the key, and
 * `head_file` if given (a head printed or saved earlier must still be a prefix of the log).
 * INVALID names the first broken place. `report` gets a text for people.
 */
NODISCARD err act_verify(struct ctx *c, const struct act_keys *k, const char *head_file,
                         struct buf *report);
#endif
