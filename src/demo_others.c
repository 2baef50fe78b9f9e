/* SPDX-License-Identifier: Apache-2.0 */
/* demo_others.c: what is asked of whom is in demo/plan; how far it has come is invented. They
 * are organisations without a unit: their territory is no part of the demo. */
#include "demo_others.h"

#include "base/msg.h"
#include "kernel/access.h"
#include "kernel/org.h"
#include "kernel/register.h"
#include "task/task_demo.h"

/* ---- where ---- */

enum {
    BODIES = 12
};
struct body {
    const char *kind, *name;
    bool is_apart; /* stands under nobody of the place */
};
struct deed {
    const char *number; /* of the task, as in the document; NULL: no more */
    int progress;       /* 100: verified */
    int y, m, d;
};
static const struct place {
    const char *called;
    bool asks_province; /* the demo's too */
    const char *file, *number, *issuer, *summary;
    int directive_type;
    int y, m, d;                /* of the document */
    struct body bodies[BODIES]; /* the first one follows the document */
    const char *head, *head_name, *clerk, *clerk_name;
    struct deed deeds[BODIES];
    struct rows {
        const char *name, *csv; /* of a register */
    } rows[BODIES];
} places[] = {
    {.called = "Trung ương",
     .asks_province = true,
     .file = "demo/plan/ket-luan-183.txt",
     .number = "183-KL/TW",
     .issuer = "Bộ Chính trị, Ban Bí thư",
     .summary =
         "Kết luận về hoạt động của tổ chức bộ máy và chính quyền địa phương 2 cấp",
     .directive_type = DIRECTIVE_CONCLUSION,
     .y = 2025,
     .m = 8,
     .d = 1,
     .bodies = {{"party_committee", "Ban Tổ chức Trung ương", true},
                {"party_committee", "Đảng ủy Chính phủ", true},
                {"party_committee", "Ủy ban Kiểm tra Trung ương", true},
                {"other", "Bộ Nội vụ", true},
                {"other", "Bộ Tư pháp", true}},
     .head = "tw-lanh-dao",
     .head_name = "Trần Trung Ương",
     .clerk = "tw-van-thu",
     .clerk_name = "Lê Tổng Hợp"},
    {.called = "Thành phố Hồ Chí Minh",
     .file = "demo/plan/ho-chi-minh.txt",
     .number = "KH-VHT-6/2025 (số liệu minh hoạ)",
     .issuer = "Thành ủy Thành phố Hồ Chí Minh",
     .summary = "Vận hành thử 102 phường, xã mới theo chín tình huống",
     .directive_type = DIRECTIVE_PLAN,
     .y = 2025,
     .m = 6,
     .d = 10,
     .bodies = {{"party_committee", "Thành ủy Thành phố Hồ Chí Minh", true},
                {"party_committee", "Ban Tổ chức Thành ủy", false},
                {"people_committee", "Ủy ban nhân dân Thành phố Hồ Chí Minh", true},
                {"public_service_unit", "Trung tâm Chuyển đổi số Thành phố", true}},
     .head = "hcm-lanh-dao",
     .head_name = "Nguyễn Thành Phố",
     .clerk = "hcm-van-thu",
     .clerk_name = "Võ Vận Hành",
     .rows =
         {{"it_readiness",
           "item,area,status,due_on,gap\n"
           "Phần mềm quản lý văn bản tại quận Tân Bình (số liệu minh hoạ),documents,ready,"
           "2025-06-12,\n"
           "Phần mềm một cửa (số liệu minh hoạ),one_stop,under_way,2025-06-30,Thiếu tài "
           "khoản\n"}}},
    {.called = "Nghệ An",
     .file = "demo/plan/nghe-an.txt",
     .number = "CCHC-2024 (số liệu minh hoạ)",
     .issuer = "Ủy ban nhân dân tỉnh Nghệ An",
     .summary = "Trọng tâm cải cách hành chính năm 2024",
     .directive_type = DIRECTIVE_DISPATCH,
     .y = 2024,
     .m = 2,
     .d = 5,
     .bodies = {{"people_committee", "Ủy ban nhân dân tỉnh Nghệ An", true},
                {"department", "Sở Nội vụ", false},
                {"department", "Sở Tư pháp", false},
                {"department", "Sở Giao thông vận tải", false},
                {"department", "Ban Quản lý Khu kinh tế Đông Nam", false},
                {"people_committee", "Ủy ban nhân dân thị xã Hoàng Mai", false},
                {"people_committee", "Ủy ban nhân dân huyện Đô Lương", false},
                {"people_committee", "Ủy ban nhân dân huyện Nghĩa Đàn", false},
                {"people_committee", "Ủy ban nhân dân huyện Hưng Nguyên", false}},
     .head = "na-lanh-dao",
     .head_name = "Hồ Thị Lãnh Đạo",
     .clerk = "na-van-thu",
     .clerk_name = "Phan Cải Cách",
     .deeds = {{"2", 60, 2024, 12, 16},
               {"5", 80, 2024, 12, 20},
               {"7.1", 90, 2024, 12, 18},
               {"7.2", 100, 2024, 12, 10},
               {"7.3", 40, 2024, 11, 25},
               {"7.4", 100, 2024, 12, 12},
               {"7.5", 75, 2024, 12, 20},
               {"7.6", 30, 2024, 10, 30}},
     .rows =
         {{"par_item",
           "title,content,lead,due_on\n"
           "Cắt giảm thời gian và chi phí thủ tục hành chính,procedures,Sở Nội vụ,2024-12-31\n"
           "Đẩy mạnh số hóa và dịch vụ công trực tuyến,digital,Văn phòng,2024-12-31\n"},
          {"par_focus",
           "unit,content,focus,member\n"
           "Ban Quản lý Khu kinh tế Đông Nam,procedures,Nội dung chỉ đạo điểm,Thành viên 1 "
           "(minh hoạ)\n"
           "Sở Tư pháp,institutions,Nội dung chỉ đạo điểm,Thành viên 2 (minh hoạ)\n"
           "Sở Giao thông vận tải,procedures,Nội dung chỉ đạo điểm,Thành viên 3 (minh hoạ)\n"
           "UBND thị xã Hoàng Mai,digital,Nội dung chỉ đạo điểm,Thành viên 4 (minh hoạ)\n"
           "UBND huyện Đô Lương,service,Nội dung chỉ đạo điểm,Thành viên 5 (minh hoạ)\n"
           "UBND huyện Nghĩa Đàn,apparatus,Nội dung chỉ đạo điểm,Thành viên 6 (minh hoạ)\n"
           "UBND huyện Hưng Nguyên,finance,Nội dung chỉ đạo điểm,Thành viên 7 (minh "
           "hoạ)\n"},
          {"posting",
           "title,kind,place,posted_on\n"
           "Thủ tục hành chính được đơn giản hóa (số liệu minh hoạ),procedure,Cổng thông tin "
           "điện tử,2024-12-02\n"}}},
    {.called = "Bình Dương",
     .file = "demo/plan/binh-duong.txt",
     .number = "6769/KH-UBND",
     .issuer = "Ủy ban nhân dân tỉnh Bình Dương",
     .summary =
         "Phát triển nhân lực tham mưu xây dựng pháp luật đến năm 2030 (ngày ban hành: số "
         "liệu minh hoạ)",
     .directive_type = DIRECTIVE_PLAN,
     .y = 2024,
     .m = 11,
     .d = 25,
     .bodies = {{"people_committee", "Ủy ban nhân dân tỉnh Bình Dương", true},
                {"department", "Sở Tư pháp", false},
                {"department", "Sở Nội vụ", false}},
     .head = "bd-lanh-dao",
     .head_name = "Huỳnh Văn Lãnh Đạo",
     .clerk = "bd-van-thu",
     .clerk_name = "Đặng Pháp Chế",
     .deeds = {{"2", 10, 2024, 12, 20}},
     .rows =
         {{"legal_draft",
           "title,kind,drafter,head,due_on,stage\n"
           "Quy chế phối hợp xây dựng văn bản (số liệu minh hoạ),decision,Sở Tư pháp,Giám đốc "
           "Sở Tư pháp,2025-06-30,drafting\n"},
          {"commendation",
           "nominee,kind,form,merit,outcome\n"
           "Phòng Xây dựng văn bản (số liệu minh hoạ),collective,Bằng khen,Tham mưu xây dựng "
           "pháp luật,proposed\n"},
          {"budget_line",
           "step,year,estimated\n"
           "Bồi dưỡng kỹ năng soạn thảo (số liệu minh hoạ),2025,300000000\n"},
          {"defence_plan", "title,kind\n"
                           "Bảo vệ hội nghị tập huấn (số liệu minh hoạ),event\n"}}},
};

struct load {
    struct ctx *c;
    const struct place *at;
    org_id orgs[BODIES];
    size_t n_orgs;
    org_id government; /* above all of them */
    const char *(*password)(struct arena *a);
    struct demo_account_list *accounts;
};

static err
load_bodies(struct load *l)
{
    struct ctx *c = l->c;
    for (size_t i = 0; i < BODIES && l->at->bodies[i].name; i++) {
        const struct body *b = &l->at->bodies[i];
        struct org o = {.kind = b->kind,
                        .name = b->name,
                        .valid_from = DAY_MIN,
                        .valid_to = DAY_MAX};
        o.parent_id = b->is_apart ? l->government : l->orgs[0];
        TRY(org_add(c, &o));
        l->orgs[l->n_orgs++] = o.id;
    }
    return OK;
}

static err
load_accounts(struct load *l)
{
    struct ctx *c = l->c;
    const struct place *at = l->at;
    const struct demo_person both[] = {
        {at->head, at->head_name, "head", N_("leads: gives tasks and closes them"),
         at->called, true},
        {at->clerk, at->clerk_name, "clerk",
         N_("enters documents and does what they ask"), at->called, true},
    };
    struct org_id_list topmost = {0};
    for (size_t i = 0; i < l->n_orgs; i++)
        if (at->bodies[i].is_apart)
            *PUSH(c->arena, &topmost) = l->orgs[i];
    ctx_on(c, day_of(2024, 1, 1));
    for (size_t i = 0; i < COUNT(both); i++)
        TRY(demo_account_add(c, &both[i], &topmost, l->password(c->arena),
                             l->accounts));
    return OK;
}

static err
load_rows(struct load *l)
{
    for (const struct rows *r = l->at->rows; r->name; r++) {
        struct import_report report;
        const struct registry *const *g = registers;
        while (*g && !str_eq((*g)->name, r->name))
            g++;
        must(*g && "a register that ships");
        TRY(register_import(l->c, *g, l->orgs[0], r->csv, strlen(r->csv), false,
                            &report));
    }
    return OK;
}

/* ---- what is done ---- */

static err
move(struct load *l, const char *who, const char *name, struct task_move m)
{
    struct task t;
    m.version = INT_NONE;
    m.until = DAY_NONE;
    TRY(actor_become(l->c, who));
    return task_move(l->c, name, &m, &t);
}

static err
do_deed(struct load *l, task_id id, const struct deed *d)
{
    const struct place *at = l->at;
    TRY(move(l, at->clerk, "accept",
             (struct task_move){.id = id, .progress = INT_NONE}));
    ctx_on(l->c, day_of(d->y, d->m, d->d));
    if (d->progress < 100)
        return move(l, at->clerk, "progress",
                    (struct task_move){.id = id,
                                       .text = "Đang thực hiện (số liệu minh hoạ)",
                                       .progress = d->progress});
    TRY(move(l, at->clerk, "report",
             (struct task_move){.id = id,
                                .text = "Đã hoàn thành (số liệu minh hoạ)",
                                .evidence = "Văn bản số liệu minh hoạ",
                                .progress = INT_NONE}));
    return move(l, at->head, "verify",
                (struct task_move){.id = id, .progress = INT_NONE});
}

/* Conclusion 183 asks its monthly report, and what it asks of provinces, of the demo's province. */
static org_id
lead_of(const struct load *l, const struct task_proposal *p, org_id province)
{
    bool of_provinces = l->at->asks_province && (p->rule.kind == DEADLINE_MONTHLY ||
                                                 (p->number && str_eq(p->number, "5")));
    return of_provinces ? province : p->org_id;
}

static err
load_document(struct load *l, org_id province)
{
    struct ctx *c = l->c;
    const struct place *at = l->at;
    struct directive d;
    struct task_proposal_list all;
    const day from = day_of(at->y, at->m, at->d);
    view_clear(&directive_view, &d);
    d.record.org_held = l->orgs[0];
    d.number = at->number;
    d.type = at->directive_type;
    d.issuer = at->issuer;
    d.summary = at->summary;
    d.issued_on = from;
    ctx_on(c, from);
    TRY(actor_become(c, at->clerk));
    TRY(task_demo_enter(c, &d, at->file, &all));
    for (size_t i = 0; i < all.n; i++) {
        const struct task_proposal *p = &all.v[i];
        org_id lead = lead_of(l, p, province);
        if (p->is_group || !lead.v)
            continue;
        ctx_on(c, from);
        TRY(move(
            l, at->head, "assign",
            (struct task_move){.id = p->task_id, .org = lead, .progress = INT_NONE}));
        for (const struct deed *k = at->deeds; k->number; k++)
            if (p->number && str_eq(p->number, k->number))
                TRY(do_deed(l, p->task_id, k));
    }
    return OK;
}

err
demo_others_load(struct ctx *c, const char *(*password)(struct arena *a),
                 struct demo_account_list *accounts)
{
    const struct moment was = ctx_moment(c);
    struct actor *leader;
    struct org government = {.kind = "other",
                             .name = "Trung ương",
                             .valid_from = DAY_MIN,
                             .valid_to = DAY_MAX};
    ctx_on(c, day_of(2024, 12, 30));
    TRY(org_add(c, &government));
    TRY(actor_of(c, "lanh-dao", &leader));
    for (size_t i = 0; i < COUNT(places); i++) {
        struct load l = {
            .c = c, .at = &places[i], .password = password, .accounts = accounts};
        ctx_on(c, day_of(2024, 12, 30));
        c->actor = was.actor;
        TRY(load_bodies(&l));
        TRY(load_rows(&l));
        TRY(load_accounts(&l));
        TRY(load_document(&l, leader->org_id));
    }
    ctx_back(c, &was);
    return OK;
}
