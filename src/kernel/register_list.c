/* SPDX-License-Identifier: Apache-2.0 */
/*
 * register_list.c: what an organisation answers for, as a list. Each organisation that it answers
 * for and each state in which that one holds anything is a short index scan of its own, so a
 * successor of fourteen with a million records reads about as many rows as it shows.
 */
#include "base/msg.h"
#include "base/text.h"
#include "kernel/access.h"
#include "kernel/org.h"
#include "kernel/register_in.h"

extern const struct query Q_register_count_of, Q_register_count_answered,
    Q_register_count_total;

enum {
    COUNTED_EXACTLY = 10000,
    EXPORTED_MOST = 100000, /* rows of one file */
    TERMS = 8,
    N_EACH =
        2 /* terms of a branch: whose or whether succeeded, and the state as stored */
};

const struct choice record_sorts[RECORD_SORTS] = {
    [SORT_TITLE] = {"title", N_("By name")},
    [SORT_NEWEST] = {"newest", N_("Newest first")},
    [SORT_OLDEST] = {"oldest", N_("Oldest first")},
};

struct term_list LIST(struct term);
struct listing {
    const struct registry *reg;
    const struct record_filter *f;
    struct term terms[TERMS + N_EACH]; /* of the filter; behind them a branch's */
    size_t n_terms;
    bool all;
    struct term_list branches; /* n_each terms each */
    size_t n_branches;
    int64_t held; /* by them, whatever the filter says */
    struct since_list since;
    const char *within; /* the rows that the actor may read, not all of the table */
};

/* ---- whose ---- */

static void
add_branch(struct ctx *c, struct listing *l, struct term whose, const struct tally *t,
           int stands_for)
{
    if (l->f->state != RECORD_NONE && l->f->state != stands_for)
        return;
    *PUSH(c->arena, &l->branches) = whose;
    *PUSH(c->arena, &l->branches) =
        (struct term){"state", OP_EQ, VALUE(record_states[t->state].name)};
    l->n_branches++;
    l->held += t->n;
}

static void
branches_of(struct ctx *c, struct listing *l, const struct tally_list *held)
{
    for (size_t i = 0; i < held->n; i++) {
        const struct tally *t = &held->v[i];
        add_branch(c, l, (struct term){"org_held", OP_EQ, VALUE(t->org_held.v)}, t,
                   register_state_since(l->reg, t->state, t->since));
        if (i == 0 || t->org_held.v != t[-1].org_held.v)
            *PUSH(c->arena, &l->since) = (struct since){t->org_held, t->since};
    }
}

/* Everything there is: for who reads at the top, and everybody below it. */
static err
everywhere(struct ctx *c, struct listing *l)
{
    /* 1 where the organisation that holds the record was succeeded; nobody asks if it passes */
    const char *succeeded =
        l->reg->on_succession == SUCC_PASSES
            ? "0"
            : arena_printf(c->arena,
                           "(SELECT coalesce(min(1), 0) FROM record_succession s"
                           " WHERE s.register = '%s' AND s.org_id = org_held)",
                           l->reg->name);
    struct tally_list held;
    l->all = true;
    TRY(query_list(c, &Q_register_count_total, &tally_view, &held, IN(l->reg->name)));
    for (size_t i = 0; i < held.n; i++) {
        const struct tally *t = &held.v[i];
        bool open = t->state == RECORD_OPEN || t->state == RECORD_REVIEW;
        bool gone = t->state_after != RECORD_NONE;
        add_branch(c, l, (struct term){succeeded, OP_FLAG, VALUE(gone)}, t,
                   open && gone ? t->state_after : t->state);
    }
    return OK;
}

static err
whose(struct ctx *c, struct listing *l)
{
    org_id org = l->f->org;
    if (!org.v && c->actor)
        org = c->actor->org_id;
    if (l->f->all ||
        !org.v) { /* who acts for no organisation in particular means all */
        struct access_reach reach;
        TRY(access_reach(c, arena_printf(c->arena, "%s.read", l->reg->name),
                         l->reg->name, "org_held", &reach));
        l->within = reach.within;
        return reach.all || reach.within ? everywhere(c, l)
               : l->f->all
                   ? fail(c, ERR_FORBIDDEN, NULL,
                          N_("You may not read this register of every organisation"))
                   : fail(c, ERR_INVALID, "org", N_("Choose an organisation"));
    }
    TRY(register_need(c, l->reg, "read", org));
    struct tally_list held;
    bool answers = access_answers_today(c, org);
    if (!answers) {
        org_id now;
        TRY(org_now(c, org, c->today, &now));
        answers = now.v == org.v;
    }
    if (answers)
        TRY(query_list(c, &Q_register_count_answered, &tally_view, &held,
                       IN(l->reg->name, org.v, c->today)));
    else /* an ended one: what it held itself */
        TRY(query_list(c, &Q_register_count_of, &tally_view, &held,
                       IN(l->reg->name, org.v)));
    branches_of(c, l, &held);
    return OK;
}

/* ---- which ---- */

static void
want(struct listing *l, const char *column, enum op op, struct value v)
{
    must(l->n_terms < TERMS);
    l->terms[l->n_terms++] = (struct term){column, op, v};
}

static void
which(struct ctx *c, struct listing *l)
{
    const struct record_filter *f = l->f;
    if (f->to_decide)
        want(l, "to_decide", OP_FLAG, VALUE(1));
    if (day_known(f->from))
        want(l, "received_on", OP_GE, value_text(day_iso(c->arena, f->from)));
    if (day_known(f->to))
        want(l, "received_on", OP_LE, value_text(day_iso(c->arena, f->to)));
    if (f->q && *text_fold(c->arena, f->q))
        want(l, "search", OP_CONTAINS, value_text(f->q));
}

/* All but what only the machine reads. */
static const char *
columns(struct ctx *c, const struct view *v)
{
    CLEANUP(buf_free) struct buf b = {0};
    for (size_t i = 0; i < v->n; i++) {
        const struct field *f = &v->fields[i];
        if (f->kind >= K_HTML || f->flags & F_COMPUTED || str_eq(f->name, "search") ||
            str_eq(f->name, "territory"))
            continue;
        if (b.n)
            buf_puts(&b, ", ");
        buf_puts(&b, f->name);
    }
    return arena_strdup(c->arena, buf_str(&b));
}

/* ---- how many ---- */

static err
count(struct ctx *c, const struct listing *l, const struct select *s,
      struct record_page *out)
{
    int64_t n = l->held, most = COUNTED_EXACTLY;
    bool exact = l->f->exact || c->whole;
    if (l->n_terms > 0 || l->within) {
        struct term terms[TERMS + N_EACH];
        struct select one = *s;
        memcpy(terms, l->terms, l->n_terms * sizeof *terms);
        one.terms = terms;
        one.n_terms = l->n_terms + N_EACH;
        n = 0;
        for (size_t i = 0; i < l->n_branches && (exact || n <= most); i++) {
            int64_t more;
            memcpy(terms + l->n_terms, l->branches.v + i * N_EACH,
                   N_EACH * sizeof *terms);
            TRY(select_count(c, &one, exact ? 0 : most + 1 - n, &more));
            n += more;
        }
    }
    bool told = exact || n <= most;
    out->total = told ? n : INT_NONE;
    out->total_at_least = told ? INT_NONE : most;
    return OK;
}

static err
count_file(struct ctx *c, const struct listing *l, const struct select *s,
           struct record_page *out)
{
    TRY(count(c, l, s, out));
    if (out->total <= EXPORTED_MOST)
        return OK;
    return fail(
        c, ERR_TOO_LARGE, NULL,
        N_("The file would have %lld rows; at most %d go into one: narrow it down by "
           "day or state"),
        (long long)out->total, EXPORTED_MOST);
}

/*
 * Everything goes by the last change, which no list of an organisation does: had both a use for one
 * index, PostgreSQL would take the wrong one and read past everybody else's records.
 */
static const char *
order_of(const struct listing *l)
{
    if (l->all)
        return "changed_at";
    return l->f->sort == SORT_TITLE ? "sort_key" : "received_on";
}

err
register_list(struct ctx *c, const struct registry *reg, const struct record_filter *f,
              struct record_page *out)
{
    struct listing l = {.reg = reg, .f = f};
    TRY(whose(c, &l));
    which(c, &l);
    const char *order = order_of(&l);
    struct select s = {
        .from = l.within ? l.within : reg->name,
        .columns = columns(c, reg->view),
        .terms = l.terms,
        .n_terms = l.n_terms,
        .order = order,
        .id_column = "id",
        .descending = !str_eq(order, "sort_key") && f->sort != SORT_OLDEST,
    };
    if (f->after && *f->after &&
        !cursor_parse(c->arena, f->after, &s.after, &s.after_id))
        return fail(c, ERR_INVALID, "after", N_("This is no place in the list"));
    int64_t limit = c->whole ? EXPORTED_MOST : page_limit(c, f->limit);
    s.limit = limit + 1; /* one more tells whether there is a next page */
    if (c->whole)        /* first: a file that is too large is not even read */
        TRY(count_file(c, &l, &s, out));
    TRY(select_merge(c, &s, l.branches.v, l.n_branches, N_EACH, reg->view,
                     &out->items));
    for (size_t i = 0; i < out->items.n; i++)
        TRY(register_read(c, reg, &l.since,
                          (char *)out->items.v + i * reg->view->size));
    out->next = NULL;
    bool last_page = (int64_t)out->items.n <= limit;
    if (last_page && !s.after && !c->whole)
        *out = (struct record_page){(int64_t)out->items.n, INT_NONE, out->items, NULL};
    else if (!c->whole)
        TRY(count(c, &l, &s, out));
    if (last_page)
        return OK;
    out->items.n = (size_t)limit;
    const void *last =
        (const char *)out->items.v + (size_t)(limit - 1) * reg->view->size;
    out->next =
        cursor_text(c->arena, field_raw(c->arena, view_field(reg->view, order), last),
                    ((const struct record *)last)->id);
    return OK;
}

/* ---- sums ---- */

static const struct field sum_fields[] = {
    FIELD(struct record_sum, field, N_("Field")),
    FIELD(struct record_sum, label, N_("Label")),
    FIELD(struct record_sum, sum, N_("Sum")),
};
const struct view record_sum_view = VIEW("record_sum", struct record_sum, sum_fields);

static err
sum_of(struct ctx *c, struct listing *l, const char *column, int64_t *out)
{
    struct select s = {.from = l->within ? l->within : l->reg->name,
                       .columns = column,
                       .terms = l->terms,
                       .n_terms = l->n_terms + N_EACH};
    *out = 0;
    for (size_t i = 0; i < l->n_branches; i++) {
        int64_t more;
        memcpy(l->terms + l->n_terms, l->branches.v + i * N_EACH,
               N_EACH * sizeof *l->terms);
        TRY(select_sum(c, &s, &more));
        *out += more;
    }
    return OK;
}

err
register_sums(struct ctx *c, const struct registry *reg, const struct record_filter *f,
              struct record_sum_list *out)
{
    struct listing l = {.reg = reg, .f = f};
    *out = (struct record_sum_list){0};
    for (size_t i = 0; i < reg->view->n; i++) {
        const struct field *field = &reg->view->fields[i];
        if (field->kind != K_MONEY)
            continue;
        if (out->n == 0) {
            TRY(whose(c, &l));
            which(c, &l);
        }
        struct record_sum *row = PUSH(c->arena, out);
        *row = (struct record_sum){.field = field->name, .label = T(c, field->label)};
        TRY(sum_of(c, &l, field->name, &row->sum.v));
    }
    return OK;
}
