/* SPDX-License-Identifier: Apache-2.0 */
/* decree_demo.c: makes the demo province. Facts come from demo/ninh-binh, each with its source;
 * seals, recognitions and people are invented and say so. */
#include "decree/decree_demo.h"

#include "base/csv.h"
#include "base/embedded.h"
#include "base/msg.h"
#include "base/text.h"
#include "decree/decree.h"
#include "kernel/access.h"
#include "kernel/org.h"
#include "kernel/register.h"
#include "store/store.h"
#include "unit/unit.h"

extern const struct query Q_setting_put;

struct demo_unit {
    const char *code, *name, *lower; /* lower: "xã Gia Tân" */
    const char *parent;              /* code of what it is part of; "": none */
    int tier;
    unit_id id;
    org_id committee, council;
};
struct demo_unit_list LIST(struct demo_unit);
struct demo {
    struct ctx *c;
    day opening;
    struct demo_unit_list units;
    org_id home_affairs; /* Sở Nội vụ */
};

static const struct demo_unit *
unit_by(const struct demo *d, const char *code)
{
    for (size_t i = 0; i < d->units.n; i++)
        if (str_eq(d->units.v[i].code, code))
            return &d->units.v[i];
    return NULL;
}

static int
choice_of(const struct choice *all, int n, const char *name)
{
    for (int i = 0; i < n; i++)
        if (str_eq(all[i].name, name))
            return i;
    return 0;
}

/* ---- units and figures ---- */

struct columns {
    int code, name, type, parent, tier, area, area_flag, area_source, people,
        people_flag, people_source, people_on, lon, lat;
};

static struct columns
columns_of(const struct csv_row *h)
{
    return (struct columns){.code = csv_column(h, "code"),
                            .name = csv_column(h, "name"),
                            .type = csv_column(h, "type"),
                            .parent = csv_column(h, "parent_code"),
                            .tier = csv_column(h, "tier"),
                            .area = csv_column(h, "area_km2"),
                            .area_flag = csv_column(h, "area_flag"),
                            .area_source = csv_column(h, "area_source"),
                            .people = csv_column(h, "population"),
                            .people_flag = csv_column(h, "population_flag"),
                            .people_source = csv_column(h, "population_source"),
                            .people_on = csv_column(h, "population_on"),
                            .lon = csv_column(h, "lon"),
                            .lat = csv_column(h, "lat")};
}

static err
add_figure(struct ctx *c, unit_id id, const char *measure, const char *value, int scale,
           const char *flag, const char *source, day on)
{
    struct figure f = {
        .unit_id = id, .measure = measure, .on = on, .flag = flag, .source = source};
    if (!decimal_parse(value, scale, &f.value))
        return OK; /* not known */
    return figure_add(c, &f);
}

static const char *
lower_first(struct ctx *c, const char *name)
{
    /* the first word is a type: Xã, Phường, Thị trấn, Huyện, Thành phố, Tỉnh */
    static const char *const words[][2] = {
        {"Xã", "xã"},       {"Phường", "phường"},       {"Thị trấn", "thị trấn"},
        {"Huyện", "huyện"}, {"Thành phố", "thành phố"}, {"Tỉnh", "tỉnh"}};
    for (size_t i = 0; i < COUNT(words); i++)
        if (text_starts(name, words[i][0]))
            return arena_printf(c->arena, "%s%s", words[i][1],
                                name + strlen(words[i][0]));
    return name;
}

static int
type_of(const char *name)
{
    static const struct {
        const char *word;
        int type;
    } types[] = {{"Tỉnh", TYPE_TINH},     {"Thành phố", TYPE_THANH_PHO},
                 {"Huyện", TYPE_HUYEN},   {"Xã", TYPE_XA},
                 {"Phường", TYPE_PHUONG}, {"Thị trấn", TYPE_THI_TRAN}};
    for (size_t i = 0; i < COUNT(types); i++)
        if (text_starts(name, types[i].word))
            return types[i].type;
    return TYPE_NONE;
}

static err
load_unit(struct demo *d, const struct columns *k, const struct csv_row *r)
{
    struct ctx *c = d->c;
    struct demo_unit *u = PUSH(c->arena, &d->units);
    u->code = csv_cell(r, k->code);
    u->name = csv_cell(r, k->name);
    u->lower = lower_first(c, u->name);
    u->parent = csv_cell(r, k->parent);
    u->tier = choice_of(unit_tiers, COUNT(unit_tiers), csv_cell(r, k->tier));
    struct unit_new in = {.code = u->code,
                          .name = u->name,
                          .type = type_of(u->name),
                          .tier = u->tier,
                          .valid_from = DAY_MIN,
                          .lon_e6 = INT_NONE,
                          .lat_e6 = INT_NONE};
    const struct demo_unit *parent = unit_by(d, u->parent);
    if (parent)
        in.parent_id = parent->id;
    decimal_parse(csv_cell(r, k->lon), 6, &in.lon_e6);
    decimal_parse(csv_cell(r, k->lat), 6, &in.lat_e6);
    TRY(unit_add(c, &in, &u->id));
    day on = DAY_MIN;
    day_parse(csv_cell(r, k->people_on), &on);
    TRY(add_figure(c, u->id, "area_m2", csv_cell(r, k->area), 6,
                   csv_cell(r, k->area_flag), csv_cell(r, k->area_source), DAY_MIN));
    return add_figure(c, u->id, "population", csv_cell(r, k->people), 0,
                      csv_cell(r, k->people_flag), csv_cell(r, k->people_source), on);
}

static err
load_units(struct demo *d)
{
    struct ctx *c = d->c;
    const struct embedded *f = embedded_shipped("demo/ninh-binh/units.csv");
    struct csv csv;
    struct csv_row *row = NEW(c->arena, struct csv_row);
    csv_open(&csv, f->text, f->n);
    must(csv_next(&csv, c->arena, row));
    struct columns k = columns_of(row);
    while (csv_next(&csv, c->arena, row))
        TRY(load_unit(d, &k, row));
    return OK;
}

/* ---- organisations ---- */

static err
load_orgs(struct demo *d)
{
    struct ctx *c = d->c;
    for (size_t i = 0; i < d->units.n; i++) {
        struct demo_unit *u = &d->units.v[i];
        const struct demo_unit *above = unit_by(d, u->parent); /* it stands before */
        struct org committee = {
            .kind = "people_committee",
            .name = arena_printf(c->arena, "Ủy ban nhân dân %s", u->lower),
            .unit_id = u->id,
            .valid_from = DAY_MIN,
            .valid_to = DAY_MAX};
        struct org council = committee;
        council.kind = "people_council";
        council.name = arena_printf(c->arena, "Hội đồng nhân dân %s", u->lower);
        if (above) {
            committee.parent_id = above->committee;
            council.parent_id = above->council;
        }
        TRY(org_add(c, &committee));
        TRY(org_add(c, &council));
        u->committee = committee.id;
        u->council = council.id;
        if (u->tier != TIER_PROVINCE)
            continue;
        struct org centre = committee;
        centre.id = (org_id){0};
        centre.parent_id = committee.id;
        centre.kind = "public_service_centre";
        centre.name =
            arena_printf(c->arena, "Trung tâm phục vụ hành chính công %s", u->lower);
        TRY(org_add(c, &centre));
    }
    return OK;
}

/* The province's bodies that its plans give work to. They stand before the decrees are approved:
 * a plan is approved with the organisations that it touches. */
static err
load_departments(struct demo *d)
{
    static const char *const names[] = {"Sở Nội vụ",
                                        "Sở Tài nguyên và Môi trường",
                                        "Sở Kế hoạch và Đầu tư",
                                        "Sở Xây dựng",
                                        "Sở Tài chính",
                                        "Công an tỉnh",
                                        "Bộ Chỉ huy Quân sự tỉnh",
                                        "Sở Thông tin và Truyền thông",
                                        "Sở Nông nghiệp và Phát triển nông thôn",
                                        "Sở Tư pháp",
                                        "Sở Lao động, Thương binh và Xã hội",
                                        "Sở Văn hóa và Thể thao",
                                        "Thanh tra tỉnh"};
    for (size_t i = 0; i < COUNT(names); i++) {
        struct org o = {.kind = text_starts(names[i], "Công an")  ? "police"
                                : text_starts(names[i], "Bộ Chỉ") ? "military_command"
                                                                  : "department",
                        .name = names[i],
                        .parent_id = unit_by(d, "37")->committee,
                        .valid_from = DAY_MIN,
                        .valid_to = DAY_MAX};
        TRY(org_add(d->c, &o));
        if (i == 0)
            d->home_affairs = o.id;
    }
    return OK;
}

/* ---- registers: invented, in the shape of real ones ---- */

static const struct registry *
register_named(const char *name)
{
    for (size_t i = 0; registers[i]; i++)
        if (str_eq(registers[i]->name, name))
            return registers[i];
    must(false && "a register that ships");
    return NULL;
}

static err
enter(struct ctx *c, const char *reg, org_id org, const char *csv)
{
    struct import_report r;
    return register_import(c, register_named(reg), org, csv, strlen(csv), false, &r);
}

static err
load_records(struct demo *d)
{
    static const char *const titles[] = {"Xã đạt chuẩn nông thôn mới",
                                         "Xã đạt chuẩn nông thôn mới nâng cao",
                                         "Xã an toàn khu"};
    struct ctx *c = d->c;
    for (size_t i = 0; i < d->units.n; i++) {
        const struct demo_unit *u = &d->units.v[i];
        TRY(enter(
            c, "seal", u->committee,
            arena_printf(
                c->arena,
                "number,kind,holder,authority\n37-%s-01,emblem,Văn phòng (số liệu "
                "minh hoạ),Công an tỉnh Ninh Bình\n37-%s-02,ink,Văn phòng (số liệu "
                "minh hoạ),Công an tỉnh Ninh Bình\n",
                u->code, u->code)));
        TRY(enter(c, "seal", u->council,
                  arena_printf(
                      c->arena,
                      "number,kind,holder,authority\n37-%s-11,emblem,Thường trực (số "
                      "liệu minh hoạ),Công an tỉnh Ninh Bình\n",
                      u->code)));
        TRY(enter(
            c, "boundary_file", u->committee,
            arena_printf(
                c->arena,
                "title,decision,made_on\nHồ sơ địa giới %s (số liệu minh hoạ),364-CT/%s,1993-12-31\n",
                u->lower, u->code)));
        /* three in four, and the one that is going to be divided */
        if (u->tier == TIER_COMMUNE && (i % 4 != 0 || str_eq(u->code, "14503")))
            TRY(enter(
                c, "recognition", u->committee,
                arena_printf(c->arena,
                             "title,decision,issued_on,authority\n%s (số liệu minh "
                             "hoạ),QĐ-%s,2022-12-01,Ủy ban nhân dân tỉnh Ninh Bình\n",
                             titles[i % COUNT(titles)], u->code)));
    }
    return OK;
}

/* One record in each register of programmes, so that every page has something to show. */
static err
load_programmes(struct demo *d)
{
    static const struct {
        const char *reg, *csv;
    } rows[] = {
        {"par_item",
         "title,content,lead,due_on\nRà soát thủ tục hành chính khi sắp xếp đơn vị "
         "(số liệu minh hoạ),procedures,Sở Nội vụ,2024-12-31\n"},
        {"par_focus",
         "unit,content,focus,member\nHuyện Gia Viễn (số liệu minh hoạ),apparatus,Bố "
         "trí cán bộ các xã sắp xếp,Giám đốc Sở Nội vụ\n"},
        {"legal_draft",
         "title,kind,drafter,head,stage\nQuy chế làm việc mẫu của xã sau sắp xếp "
         "(số liệu minh hoạ),decision,Sở Nội vụ,Giám đốc Sở Nội vụ,drafting\n"},
        {"commendation",
         "nominee,kind,form,merit,outcome\nPhòng Xây dựng chính quyền (số liệu "
         "minh hoạ),collective,Bằng khen,Hoàn thành đề án sắp xếp,proposed\n"},
        {"budget_line",
         "step,year,estimated,approved,spent\nLấy ý kiến cử tri (số liệu minh "
         "hoạ),2024,1250000000,1100000000,987500000\nHồ sơ và bản đồ (số liệu "
         "minh hoạ),2024,420000000,400000000,\n"},
        {"it_readiness", "item,area,status,due_on\nChữ ký số cho xã mới (số liệu minh "
                         "hoạ),signature,under_way,2024-12-31\n"},
        {"posting",
         "title,kind,number,place,posted_on,summary,is_published\nDanh sách cử tri lấy "
         "ý kiến về sắp xếp đơn vị hành chính (số liệu minh hoạ),voters,12/TB-SNV,Trụ "
         "sở các xã,2024-02-15,Niêm yết để cử tri kiểm tra. (số liệu minh hoạ),1\n"},
    };
    struct ctx *c = d->c;
    for (size_t i = 0; i < COUNT(rows); i++)
        TRY(enter(c, rows[i].reg, d->home_affairs, rows[i].csv));
    for (size_t i = 0; i < d->units.n; i++)
        if (str_eq(d->units.v[i].code, "37"))
            TRY(enter(
                c, "defence_plan", d->units.v[i].committee,
                "title,kind,number\nPhương án bảo đảm an ninh khi sắp xếp (số liệu minh "
                "hoạ),security,01/PA-UBND\n"));
    return OK;
}

/* ---- accounts ---- */

struct account {
    const char *username, *name, *role,
        *code; /* code of the unit whose committee it serves; NULL: Sở Nội vụ */
    bool below;
    const char *what; /* message id */
    bool
        whole; /* and the whole installation: somebody has to reach what People's Councils hold,
                   which stand under no committee */
};
static const struct account accounts[] = {
    {"quan-tri", "Quản trị hệ thống", "operator", "37", true,
     N_("runs the machine room"), true},
    {"soan-thao", "Trần Soạn Thảo", "drafter", "37", true, N_("drafts decrees")},
    {"phe-duyet", "Vũ Phê Duyệt", "approver", "37", true,
     N_("approves what others drafted")},
    {"thuc-hien", "Lê Thực Hiện", "executor", "37", true,
     N_("rehearses, executes and undoes")},
    {"can-bo", "Nguyễn Thu Hà", "clerk", "14503", false,
     N_("keeps the registers of xã Gia Tân")},
    {"van-thu", "Đinh Văn Khải", "clerk", "37", true,
     N_("keeps the registers of all communes")},
    {"chu-tich", "Phạm Thị Chủ Tịch", "head", "14437", false,
     N_("chairs xã Sơn Lai: one post, one holder")},
    {"to-chuc", "Hoàng Tổ Chức", "personnel", "37", true,
     N_("keeps accounts and roles")},
    {"dia-gioi", "Bùi Địa Giới", "registrar", "37", true,
     N_("keeps units and figures")},
    {"kiem-soat", "Đỗ Kiểm Soát", "auditor", "37", true,
     N_("reads the log and verifies it"), true},
    {"lanh-dao", "Tống Lãnh Đạo", "head", "37", true,
     N_("leads the province: gives tasks and closes them")},
    {"chuyen-vien", "Lã Chuyên Viên", "clerk", NULL, false,
     N_("works at Sở Nội vụ on what the plans give it")},
};

static err
load_accounts(struct demo *d, const char *(*password)(struct arena *a),
              struct demo_account_list *out)
{
    struct ctx *c = d->c;
    for (size_t i = 0; i < COUNT(accounts); i++) {
        const struct account *a = &accounts[i];
        const struct demo_person p = {.username = a->username,
                                      .name = a->name,
                                      .role = a->role,
                                      .what = a->what,
                                      .below = a->below};
        struct org_id_list at = {0};
        *PUSH(c->arena, &at) =
            a->code ? unit_by(d, a->code)->committee : d->home_affairs;
        if (a->whole)
            *PUSH(c->arena, &at) = (org_id){0};
        TRY(demo_account_add(c, &p, &at, password(c->arena), out));
    }
    return OK;
}

/* ---- decrees ---- */

static err
load_decrees(struct ctx *c)
{
    static const char *const files[] = {"demo/ninh-binh/1318-2024.txt",
                                        "demo/ninh-binh/1674-2025.txt"};
    for (size_t i = 0; i < COUNT(files); i++) {
        struct decree d;
        TRY(actor_become(c, "soan-thao"));
        TRY(decree_add(c, embedded_shipped(files[i])->text, &d));
        TRY(actor_become(c, "phe-duyet"));
        TRY(decree_approve(c, d.code, &d));
    }
    return OK;
}

err
decree_demo_load(struct ctx *c, const char *(*password)(struct arena *a),
                 struct demo_account_list *out)
{
    const struct moment was = ctx_moment(c);
    struct demo d = {.c = c, .opening = day_of(2024, 12, 30)};
    ctx_on(c, d.opening);
    TRY(query_exec(c, &Q_setting_put, IN("demo", "ninh-binh"), NULL));
    TRY(query_exec(c, &Q_setting_put, IN("opening_day", day_iso(c->arena, d.opening)),
                   NULL));
    TRY(query_exec(c, &Q_setting_put, IN("demo_today", day_iso(c->arena, d.opening)),
                   NULL));
    TRY(load_units(&d));
    TRY(load_orgs(&d));
    TRY(load_departments(&d));
    TRY(load_records(&d));
    TRY(load_programmes(&d));
    TRY(load_accounts(&d, password, out));
    TRY(load_decrees(c));
    ctx_back(c, &was);
    return OK;
}
