/* SPDX-License-Identifier: Apache-2.0 */
/* obstacle_view.c: what obstacles look like to everybody, and the rows of their flow. */
#include "base/msg.h"
#include "kernel/flow.h"
#include "obstacle/obstacle_in.h"

const struct choice obstacle_stages[OBSTACLE_STAGES] = {
    [OBSTACLE_RAISED] = {"raised", N_("Raised")},
    [OBSTACLE_ROUTED] = {"routed", N_("With who is to answer")},
    [OBSTACLE_ANSWERED] = {"answered", N_("Answered")},
    [OBSTACLE_CLOSED] = {"closed", N_("Solved")},
    [OBSTACLE_WITHDRAWN] = {"withdrawn", N_("Withdrawn")},
};

#define MADE F_READONLY
static const struct field fields[] = {
    RECORD_FIELDS(struct obstacle),
    FIELD(struct obstacle, title, N_("What stands in the way"),
          .flags = F_REQUIRED | F_SEARCH | F_BRIEF, .max = 400),
    FIELD(struct obstacle, detail, N_("In more words"), .flags = F_SEARCH | F_LONG,
          .max = 8000),
    FIELD(struct obstacle, proposal, N_("What is proposed"), .flags = F_LONG,
          .max = 4000),
    FIELD(struct obstacle, place, N_("Territory"), .max = 200),
    ID(struct obstacle, task_id, N_("Task"), .flags = MADE | F_HIDDEN),
    ID(struct obstacle, directive_id, N_("Directive"), .flags = MADE | F_HIDDEN),
    ID(struct obstacle, unit_id, N_("Unit"), .flags = MADE | F_HIDDEN),
    ID(struct obstacle, org_raised, N_("Raised by"),
       .flags = MADE | F_REQUIRED | F_HIDDEN),
    ENUM(struct obstacle, stage, obstacle_stages, N_("State of the obstacle"),
         .flags = MADE | F_REQUIRED | F_BRIEF),
    FIELD(struct obstacle, raised_by, N_("Raised by"), .flags = MADE),
    FIELD(struct obstacle, asked_on, N_("Asked on"), .flags = MADE | F_REQUIRED),
    FIELD(struct obstacle, due_on, N_("To be answered by"), .flags = MADE | F_BRIEF),
    FIELD(struct obstacle, is_provisional, N_("Provisional"), .flags = MADE),
    FIELD(struct obstacle, answer, N_("Answer"), .flags = MADE | F_SEARCH | F_LONG,
          .max = 20000),
    FIELD(struct obstacle, answer_basis, N_("What the answer rests on"),
          .flags = MADE | F_SEARCH, .max = 400),
    FIELD(struct obstacle, answered_by, N_("Answered by"), .flags = MADE),
    FIELD(struct obstacle, answered_on, N_("Answered on"), .flags = MADE),
    FIELD(struct obstacle, due_key, N_("To be answered by"),
          .flags = MADE | F_REQUIRED | F_HIDDEN),
};
const struct view obstacle_view = VIEW("obstacle", struct obstacle, fields);

/* ---- the flow ---- */

enum {
    PARTY_HOLDER,
    PARTY_RAISER,
    N_PARTIES
};
static const struct flow_state states[OBSTACLE_STAGES] = {
    [OBSTACLE_RAISED] = {.turn = PARTY_HOLDER},
    [OBSTACLE_ROUTED] = {.turn = PARTY_HOLDER},
    [OBSTACLE_ANSWERED] = {.turn = PARTY_RAISER},
    [OBSTACLE_CLOSED] = {.ends = true},
    [OBSTACLE_WITHDRAWN] = {.ends = true},
};
static const struct flow_party parties[N_PARTIES] = {
    [PARTY_HOLDER] = {"org_held", "obstacle.answer"},
    [PARTY_RAISER] = {"org_raised", "obstacle.write"},
};
#define WAITING  (FLOW_FROM(OBSTACLE_RAISED) | FLOW_FROM(OBSTACLE_ROUTED))
#define ANSWERED FLOW_FROM(OBSTACLE_ANSWERED)
static const struct flow_move moves[] = {
    {"route", N_("Pass on"), WAITING, OBSTACLE_ROUTED, PARTY_HOLDER, FLOW_ORG, NULL,
     obstacle_route},
    {"answer", N_("Give the answer"), WAITING, OBSTACLE_ANSWERED, PARTY_HOLDER,
     FLOW_TEXT, NULL, obstacle_answer},
    {"reopen", N_("Not solved: ask again"), ANSWERED, OBSTACLE_ROUTED, PARTY_RAISER,
     FLOW_REASON, NULL, obstacle_reopen},
    {"close", N_("Solved: close"), ANSWERED, OBSTACLE_CLOSED, PARTY_RAISER, 0, NULL},
    {"withdraw", N_("Withdraw"), WAITING, OBSTACLE_WITHDRAWN, PARTY_RAISER, FLOW_REASON,
     NULL},
    {0},
};
static const struct flow obstacle_flow = {"stage", states, parties, N_PARTIES, moves};

const struct registry obstacle_register = {
    "obstacle",
    "obstacles",
    N_("Obstacles"),
    N_("What stands in the way of the work, whom it was put to, and what they answered."),
    N_("Obstacle"),
    &obstacle_view,
    "title",
    "place",
    SUCC_PASSES,
    "Luật Tổ chức chính quyền địa phương 72/2025/QH15",
    &obstacle_flow};

/* ---- lists and terms ---- */

static const struct field item_fields[] = {
    ID(struct obstacle_item, id, N_("Obstacle"), .flags = F_HIDDEN),
    FIELD(struct obstacle_item, title, N_("What stands in the way"), .flags = F_BRIEF,
          .to = "/obstacles/{id}"),
    ID(struct obstacle_item, task_id, N_("Task"), .flags = F_HIDDEN),
    ID(struct obstacle_item, directive_id, N_("Directive"), .flags = F_HIDDEN),
    ID(struct obstacle_item, org_held, N_("Held by"), .flags = F_HIDDEN),
    ID(struct obstacle_item, org_raised, N_("Raised by"), .flags = F_HIDDEN),
    FIELD(struct obstacle_item, about, N_("In the way of"),
          .flags = F_BRIEF | F_COMPUTED),
    FIELD(struct obstacle_item, body, N_("To be answered by whom"),
          .flags = F_BRIEF | F_COMPUTED),
    FIELD(struct obstacle_item, raiser, N_("Raised by"), .flags = F_BRIEF | F_COMPUTED),
    ENUM(struct obstacle_item, stage, obstacle_stages, N_("State of the obstacle"),
         .flags = F_BRIEF),
    FIELD(struct obstacle_item, received_on, N_("Raised on")),
    FIELD(struct obstacle_item, due_on, N_("To be answered by"), .flags = F_BRIEF),
    FIELD(struct obstacle_item, days, N_("Days left"), .flags = F_COMPUTED),
    FIELD(struct obstacle_item, is_late, N_("Late"), .flags = F_COMPUTED),
    FIELD(struct obstacle_item, answer, N_("Answer")),
    FIELD(struct obstacle_item, answer_basis, N_("What the answer rests on")),
    FIELD(struct obstacle_item, answered_on, N_("Answered on")),
    FIELD(struct obstacle_item, task_title, N_("Task"), .flags = F_HIDDEN),
    FIELD(struct obstacle_item, directive_number, N_("Document"), .flags = F_HIDDEN),
    FIELD(struct obstacle_item, unit_name, N_("Unit"), .flags = F_HIDDEN),
    FIELD(struct obstacle_item, due_key, N_("To be answered by"),
          .flags = F_HIDDEN | F_PAGE),
};
const struct view obstacle_item_view =
    VIEW("obstacle_item", struct obstacle_item, item_fields);

static const struct field term_fields[] = {
    FIELD(struct obstacle_term, valid_from, N_("For what is asked from"),
          .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct obstacle_term, n, N_("Term"), .flags = F_REQUIRED | F_BRIEF),
    ENUM(struct obstacle_term, unit, deadline_units, N_("Counted in"),
         .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct obstacle_term, article, N_("Article"), .flags = F_REQUIRED | F_BRIEF),
    FIELD(struct obstacle_term, checked_by, N_("Checked by"), .flags = F_BRIEF),
};
const struct view obstacle_term_view =
    VIEW("obstacle_term", struct obstacle_term, term_fields);
