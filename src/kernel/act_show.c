/* SPDX-License-Identifier: Apache-2.0 */
/* act_show.c: acts as people read them: «Tên: Xã A → Xã B». */
#include <jansson.h>

#include "base/msg.h"
#include "kernel/access.h"
#include "kernel/act.h"
#include "kernel/act_names.h"
#include "kernel/register.h"

/* The words of the log. A verb or kind that is not here shows as it was written. */
const struct choice act_verbs[] = {
    {"add", N_("Added")},
    {"change", N_("Changed")},
    {"end", N_("Ended")},
    {"approve", N_("Approved")},
    {"execute", N_("Executed")},
    {"undo", N_("Undone")},
    {"schedule", N_("Scheduled")},
    {"submit", N_("Submitted")},
    {"move", N_("Moved")},
    {"hand_over", N_("Handed over")},
    {"hand_back", N_("Handed back")},
    {"decide", N_("Decided")},
    {"review", N_("Reviewed")},
    {"surrender", N_("Surrendered")},
    {"archive", N_("Archived")},
    {"confirm", N_("Confirmed")},
    {"succeed", N_("Succeeded")},
    {"unsucceed", N_("Succession taken back")},
    {"take_back", N_("Taken back")},
    {"import", N_("Imported")},
    {"init", N_("Set up")},
    {"upgrade", N_("Upgraded")},
    {"sign_in", N_("Signed in")},
    {"sign_in_oidc", N_("Signed in through a provider")},
    {"sign_out", N_("Signed out")},
    {"oidc_link", N_("Linked with a sign-in provider")},
    {"oidc_unlink", N_("Link with a sign-in provider ended")},
    {"oidc_expect", N_("Expected from a sign-in provider")},
    {"lock", N_("Locked after wrong passwords")},
    {"set_password", N_("Password set")},
    {"assign", N_("Assigned")},
    {"accept", N_("Accepted")},
    {"return", N_("Returned as not theirs")},
    {"progress", N_("Progress")},
    {"report", N_("Reported done")},
    {"verify", N_("Verified")},
    {"send_back", N_("Sent back")},
    {"suspend", N_("Suspended")},
    {"resume", N_("Resumed")},
    {"transfer", N_("Transferred")},
    {"cannot", N_("Said that it cannot be done")},
    {"insist", N_("To be done all the same")},
    {"withdraw", N_("Withdrawn")},
    {"ask", N_("Asked for an extension")},
    {"grant", N_("Granted the extension")},
    {"refuse", N_("Refused the extension")},
    {"spread", N_("Given to each")},
    {"reckon", N_("Date reckoned anew")},
    {"depend", N_("Made to wait for")},
    {"contribute", N_("Contributed")},
    {"second_on", N_("Second step set up")},
    {"second_off", N_("Second step taken away")},
    {"second_needed", N_("Second step asked for")},
    {"second_optional", N_("Second step no longer asked for")},
    {"route", N_("Passed on")},
    {"answer", N_("Answered")},
    {"reopen", N_("Asked again")},
    {"close", N_("Solved")},
    {"attach", N_("Attached")},
    {"withdraw_file", N_("File withdrawn")},
    {"open", N_("Begun")},
    {"save", N_("Filled in")},
    {"refill", N_("Numbers counted anew")},
    {"sign", N_("Signed off")},
    {"revise", N_("Back to draft")},
    {"send", N_("Sent")},
    {"open_again", N_("Opened again")},
    {"synthesise", N_("Added up")},
    {"again", N_("To be sent again")},
    {"revoke", N_("Revoked")},
    {NULL, NULL},
};
const struct choice act_kinds[] = {
    {"unit", N_("Unit")},
    {"figure", N_("Figure")},
    {"lineage", N_("Succession")},
    {"adjacency", N_("Neighbourhood")},
    {"org", N_("Organisation")},
    {"person", N_("Person")},
    {"role", N_("Role")},
    {"grant", N_("Grant")},
    {"session", N_("Session")},
    {"delegation", N_("Delegation")},
    {"decree", N_("Decree")},
    {"rule", N_("Rule")},
    {"rule_book", N_("Rule book")},
    {"installation", N_("Installation")},
    {"clock", N_("Clock of the demo")},
    {"calendar_day", N_("Day off")},
    {"deadline_reading", N_("Reading of deadlines")},
    {"law_book", N_("Rule book")},
    {"law_norm", N_("Standard")},
    {"law_reduction", N_("Reduction")},
    {"law_condition", N_("Condition")},
    {"law_region", N_("Province in a region")},
    {"unit_factor", N_("Special factor")},
    {"task_event", N_("Event")},
    {"obstacle_term", N_("Term of answers")},
    {"indicator", N_("Indicator")},
    {"indicator_target", N_("Target of an indicator")},
    {"indicator_entry", N_("Value of an indicator")},
    {"attachment", N_("Attached file")},
    {"report_regime", N_("Regime of reports")},
    {"report_round", N_("Round of reports")},
    {"report_synthesis", N_("Synthesis of reports")},
    {"notice", N_("Letter")},
    {"calendar_feed", N_("Calendar feed")},
    {NULL, NULL},
};

static const char *
word(struct ctx *c, const struct choice *all, const char *name)
{
    for (; all->name; all++)
        if (str_eq(all->name, name))
            return T(c, all->label);
    return NULL;
}

const char *
act_verb_word(struct ctx *c, const char *verb)
{
    const char *s = word(c, act_verbs, verb);
    return s ? s : verb;
}

static const char *
kind_word(struct ctx *c, const char *kind)
{
    const char *s = word(c, act_kinds, kind);
    for (size_t i = 0; !s && registers[i]; i++)
        if (str_eq(registers[i]->name, kind))
            s = T(c, registers[i]->one);
    return s ? s : kind;
}

static const char *
clock_text(struct arena *a, instant at)
{
    int64_t s = at.v / 1000000 + INT64_C(7) * 3600; /* UTC+7 all year */
    int in_day = (int)((s % 86400 + 86400) % 86400);
    return arena_printf(a, "%02d:%02d:%02d", in_day / 3600, in_day / 60 % 60,
                        in_day % 60);
}

/* A machine's writing of a field as a person reads it; what does not fit stays as it is. */
static const char *
shown(struct ctx *c, const struct field *f, const char *raw)
{
    if (!raw || !f || f->kind == K_TEXT || f->kind == K_ID || f->kind >= K_HTML)
        return raw;
    union {
        int64_t i;
        const void *p;
    } held = {0};
    struct field at = *f;
    at.offset = 0;
    struct ctx quiet = {.arena = c->arena, .lang = c->lang, .today = c->today};
    field_set(&quiet, &at, &held, raw, f->name);
    const char *s = quiet.code == OK ? field_shown(&quiet, &at, &held) : NULL;
    return s ? s : raw;
}

/* Values are texts; numbers and truths of a foreign writer are taken too. */
static const char *
text_of(struct ctx *c, const json_t *v)
{
    if (json_is_string(v))
        return arena_strdup(c->arena, json_string_value(v));
    if (json_is_integer(v))
        return arena_printf(c->arena, "%lld", (long long)json_integer_value(v));
    return json_is_true(v) ? "1" : json_is_false(v) ? "0" : NULL;
}

enum {
    SHOWN_MOST = 160 /* bytes of a value in a history; the act itself keeps all of it */
};

static const char *
shortened(struct ctx *c, const char *s)
{
    if (!s || strlen(s) <= SHOWN_MOST)
        return s;
    size_t n = SHOWN_MOST;
    while (((unsigned char)s[n] & 0xC0) == 0x80)
        n--;
    return arena_printf(c->arena, "%.*s…", (int)n, s);
}

/* Acts, explained one after the other. */
struct explained {
    struct act *act;
    struct act_name_list seen;
};

/* In exports references stay numbers, as they are sealed. */
static const char *
value_of(struct ctx *c, struct explained *x, const struct field *f, const char *name,
         const json_t *v)
{
    const char *raw = text_of(c, v);
    if (c->whole)
        return shown(c, f, raw);
    const char *named =
        act_name(c, &x->seen, x->act->kind, name, raw, day_of_instant(x->act->at));
    return named == raw ? shown(c, f, raw) : named;
}

static struct act_edit
edit_of(struct ctx *c, struct explained *x, const char *name, const json_t *one)
{
    const struct field *f = act_field(x->act->kind, name);
    const char *from = value_of(c, x, f, name, json_object_get(one, "from"));
    const char *to = value_of(c, x, f, name, json_object_get(one, "to"));
    if (c->whole && f && f->flags & F_PERSONAL) { /* as in every export */
        from = from ? "***" : NULL;
        to = to ? "***" : NULL;
    }
    return (struct act_edit){f ? T(c, f->label) : arena_strdup(c->arena, name),
                             shortened(c, from), shortened(c, to)};
}

/* Sort keys and the like, and the thing's own number, say nothing to people. */
static bool
is_inner(const struct field *f, const char *name)
{
    return str_eq(name, "id") || (f && f->flags & F_HIDDEN && f->flags & F_PAGE);
}

static void
read_edits(struct ctx *c, struct explained *x)
{
    struct act *a = x->act;
    json_t *all = a->changes ? json_loads(a->changes, 0, NULL) : NULL;
    a->edits = (struct act_edit_list){0};
    for (size_t i = 0; i < json_array_size(all); i++) { /* 0 of what is no array */
        const json_t *one = json_array_get(all, i);
        const char *name = json_string_value(json_object_get(one, "field"));
        const struct field *f = name ? act_field(a->kind, name) : NULL;
        if (name && !is_inner(f, name))
            *PUSH(c->arena, &a->edits) = edit_of(c, x, name, one);
    }
    json_decref(all);
}

static const char *
one_line(struct arena *a, const struct act_edit_list *edits)
{
    CLEANUP(buf_free) struct buf b = {0};
    for (size_t i = 0; i < edits->n; i++) {
        const struct act_edit *e = &edits->v[i];
        buf_printf(&b, "%s%s: %s%s%s", i ? "; " : "", e->label, e->from ? e->from : "",
                   e->from ? " → " : "", e->to ? e->to : "–");
    }
    return b.n ? arena_strndup(a, b.s, b.n) : NULL;
}

/* Is what the act says for this reader? It may be about a restricted register. */
static bool
may_know(struct ctx *c, const struct act *a)
{
    for (size_t i = 0; registers[i]; i++)
        if (registers[i]->is_restricted && str_eq(registers[i]->name, a->kind)) {
            struct ctx quiet = *c;
            return access_need(&quiet, arena_printf(c->arena, "%s.read", a->kind),
                               a->org_id) == OK;
        }
    return true;
}

/* That something was done, by whom and when, stays; the log is whole for everybody. */
static void
withhold(struct act *a)
{
    a->label = a->path = a->reason = a->law = a->changes = NULL;
}

void
act_explain(struct ctx *c, struct act *acts, size_t n)
{
    struct explained x = {0};
    for (size_t i = 0; i < n; i++) {
        struct act *a = &acts[i];
        x.act = a;
        if (!may_know(c, a))
            withhold(a);
        a->clock = clock_text(c->arena, a->at);
        a->did = act_verb_word(c, a->verb);
        a->what = kind_word(c, a->kind);
        read_edits(c, &x);
        a->changed = one_line(c->arena, &a->edits);
    }
}
