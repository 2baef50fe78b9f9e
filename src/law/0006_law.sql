-- Law as data: which rule book is in force on a day, what it asks, where it says so, and who has
-- compared the row with the text. A row nobody has checked is shown as unverified.

CREATE TABLE law_book (
    id         int_id PRIMARY KEY,
    code       text_code NOT NULL,  -- '35/2023': what a command names
    title      text_name NOT NULL,  -- as it is cited
    norms      text_code NOT NULL,  -- the set of standards it measures by
    valid_from text_day NOT NULL,
    valid_to   text_day NOT NULL,   -- first day it is no longer in force
    source     text_long,
    checked_by text_name            -- who compared it with the text; NULL: nobody yet
);
INSERT INTO law_book (id, code, title, norms, valid_from, valid_to, source, checked_by) VALUES
    (1, '35/2023', 'Nghị quyết 35/2023/UBTVQH15', '1211/2016', '2023-07-12', '2025-04-15',
     'Có hiệu lực 12/07/2023; thay thế bởi Nghị quyết 76/2025/UBTVQH15', NULL);

CREATE TABLE law_norm (
    id          int_id PRIMARY KEY,
    norms       text_code NOT NULL,
    tier        text_code NOT NULL,
    type        text_code NOT NULL,
    parent_type text_code,          -- a ward's standard depends on it; NULL: any parent
    is_mountain int_bool NOT NULL,  -- for units with the factor 'mountain'; else the others
    area_m2     int_number NOT NULL,
    population  int_number NOT NULL,
    article     text_name NOT NULL,
    valid_from  text_day NOT NULL,
    valid_to    text_day NOT NULL,
    checked_by  text_name
);
INSERT INTO law_norm (id, norms, tier, type, parent_type, is_mountain, area_m2, population, article,
                      valid_from, valid_to, checked_by) VALUES
    (1, '1211/2016', 'district', 'huyen', NULL, 1, 850000000, 80000,
     'Nghị quyết 1211/2016/UBTVQH13, Điều 2', '2016-07-10', '2025-07-01', 'văn bản chính thức'),
    (2, '1211/2016', 'district', 'huyen', NULL, 0, 450000000, 120000,
     'Nghị quyết 1211/2016/UBTVQH13, Điều 2', '2016-07-10', '2025-07-01', 'văn bản chính thức'),
    (3, '1211/2016', 'district', 'thanh_pho', NULL, 0, 150000000, 150000,
     'Nghị quyết 1211/2016/UBTVQH13, Điều 5', '2016-07-10', '2025-07-01', 'văn bản chính thức'),
    (4, '1211/2016', 'district', 'thi_xa', NULL, 0, 200000000, 100000,
     'Nghị quyết 1211/2016/UBTVQH13, Điều 6', '2016-07-10', '2025-07-01', NULL),
    (5, '1211/2016', 'district', 'quan', NULL, 0, 35000000, 150000,
     'Nghị quyết 1211/2016/UBTVQH13, Điều 7', '2016-07-10', '2025-07-01', 'văn bản chính thức'),
    (6, '1211/2016', 'commune', 'xa', NULL, 1, 50000000, 5000,
     'Nghị quyết 1211/2016/UBTVQH13, Điều 3', '2016-07-10', '2025-07-01', 'văn bản chính thức'),
    (7, '1211/2016', 'commune', 'xa', NULL, 0, 30000000, 8000,
     'Nghị quyết 1211/2016/UBTVQH13, Điều 3', '2016-07-10', '2025-07-01', 'văn bản chính thức'),
    (8, '1211/2016', 'commune', 'phuong', 'quan', 0, 5500000, 15000,
     'Nghị quyết 1211/2016/UBTVQH13, Điều 8', '2016-07-10', '2025-07-01', 'văn bản chính thức'),
    (9, '1211/2016', 'commune', 'phuong', 'thanh_pho', 0, 5500000, 7000,
     'Nghị quyết 1211/2016/UBTVQH13, Điều 8', '2016-07-10', '2025-07-01', 'văn bản chính thức'),
    (10, '1211/2016', 'commune', 'phuong', 'thi_xa', 0, 5500000, 5000,
     'Nghị quyết 1211/2016/UBTVQH13, Điều 8', '2016-07-10', '2025-07-01', 'văn bản chính thức'),
    (11, '1211/2016', 'commune', 'thi_tran', NULL, 0, 14000000, 8000,
     'Nghị quyết 1211/2016/UBTVQH13, Điều 9', '2016-07-10', '2025-07-01', 'văn bản chính thức');

-- A special factor lowers one criterion; each criterion takes the reduction of one factor only.
CREATE TABLE law_reduction (
    id         int_id PRIMARY KEY,
    norms      text_code NOT NULL,
    factor     text_code NOT NULL,   -- as in unit_factor, or a region of law_region
    tier       text_code NOT NULL,
    type       text_code NOT NULL,
    criterion  text_code NOT NULL,   -- 'area' or 'population'
    keep_bp    int_number NOT NULL,  -- what remains of the norm, basis points
    from_bp    int_number,           -- the factor's own value from which it applies; NULL: always
    step_bp    int_number,           -- each further such step of the value …
    step_less_bp int_number,         -- … takes this much more off
    least_bp   int_number,           -- and never below this
    article    text_name NOT NULL,
    checked_by text_name
);
INSERT INTO law_reduction (id, norms, factor, tier, type, criterion, keep_bp, from_bp, step_bp,
                           step_less_bp, least_bp, article, checked_by) VALUES
    (1, '1211/2016', 'red_river_delta', 'commune', 'xa', 'area', 7000, NULL, NULL, NULL, NULL,
     'Nghị quyết 27/2022/UBTVQH15, Điều 3a khoản 3', 'văn bản chính thức'),
    (2, '1211/2016', 'red_river_delta', 'district', 'huyen', 'area', 7000, NULL, NULL, NULL, NULL,
     'Nghị quyết 27/2022/UBTVQH15, Điều 3a khoản 3', 'văn bản chính thức'),
    (3, '1211/2016', 'land_border', 'commune', 'xa', 'population', 5000, NULL, NULL, NULL, NULL,
     'Nghị quyết 27/2022/UBTVQH15, Điều 3a khoản 1', 'văn bản chính thức'),
    (4, '1211/2016', 'land_border', 'district', 'huyen', 'population', 5000, NULL, NULL, NULL, NULL,
     'Nghị quyết 27/2022/UBTVQH15, Điều 3a khoản 1', 'văn bản chính thức'),
    -- from 30 %: half the norm; each further 10 % takes 5 points off, never below 20 % (the steps
    -- are a reading of "cứ thêm 10 %")
    (5, '1211/2016', 'ethnic_minority', 'commune', 'xa', 'population', 5000, 3000, 1000, 500, 2000,
     'Nghị quyết 27/2022/UBTVQH15, Điều 3a khoản 1', NULL),
    (6, '1211/2016', 'ethnic_minority', 'district', 'huyen', 'population', 5000, 3000, 1000, 500,
     2000, 'Nghị quyết 27/2022/UBTVQH15, Điều 3a khoản 1', NULL),
    (7, '1211/2016', 'difficult_coast', 'commune', 'xa', 'population', 5000, NULL, NULL, NULL, NULL,
     'Nghị quyết 27/2022/UBTVQH15, Điều 3a khoản 2', 'văn bản chính thức');

-- Who must be arranged: both parts at once, strictly below.
CREATE TABLE law_condition (
    id                  int_id PRIMARY KEY,
    book                text_code NOT NULL,
    tier                text_code NOT NULL,
    rule                text_code NOT NULL,  -- 'A', 'B', 'C'
    area_below_bp       int_number NOT NULL, -- of the norm after reductions
    population_below_bp int_number NOT NULL,
    article             text_name NOT NULL,
    valid_from          text_day NOT NULL,   -- the phase
    valid_to            text_day NOT NULL,
    checked_by          text_name
);
INSERT INTO law_condition (id, book, tier, rule, area_below_bp, population_below_bp, article,
                           valid_from, valid_to, checked_by) VALUES
    (1, '35/2023', 'district', 'A', 7000, 7000, 'Nghị quyết 35/2023/UBTVQH15, Điều 1 (70 % và 70 %)',
     '2023-07-12', '2026-01-01', 'văn bản chính thức'),
    (2, '35/2023', 'commune', 'A', 7000, 7000, 'Nghị quyết 35/2023/UBTVQH15, Điều 1 (70 % và 70 %)',
     '2023-07-12', '2026-01-01', 'văn bản chính thức'),
    (3, '35/2023', 'district', 'B', 2000, 20000,
     'Nghị quyết 35/2023/UBTVQH15, Điều 1 (20 % và 200 %)', '2023-07-12', '2026-01-01',
     'văn bản chính thức'),
    (4, '35/2023', 'commune', 'C', 2000, 30000,
     'Nghị quyết 35/2023/UBTVQH15, Điều 1 (20 % và 300 %)', '2023-07-12', '2026-01-01',
     'văn bản chính thức'),
    (5, '35/2023', 'district', 'A', 10000, 10000,
     'Nghị quyết 35/2023/UBTVQH15, Điều 1 (100 % và 100 %)', '2026-01-01', '2031-01-01',
     'văn bản chính thức'),
    (6, '35/2023', 'commune', 'A', 10000, 10000,
     'Nghị quyết 35/2023/UBTVQH15, Điều 1 (100 % và 100 %)', '2026-01-01', '2031-01-01',
     'văn bản chính thức'),
    (7, '35/2023', 'district', 'B', 3000, 20000,
     'Nghị quyết 35/2023/UBTVQH15, Điều 1 (30 % và 200 %)', '2026-01-01', '2031-01-01',
     'văn bản chính thức'),
    (8, '35/2023', 'commune', 'C', 3000, 30000,
     'Nghị quyết 35/2023/UBTVQH15, Điều 1 (30 % và 300 %)', '2026-01-01', '2031-01-01', NULL);

-- Regions that a factor follows from, by the province a unit lies in.
CREATE TABLE law_region (
    region        text_code NOT NULL,
    province_code text_code NOT NULL,
    valid_from    text_day NOT NULL,
    valid_to      text_day NOT NULL,
    source        text_long,
    PRIMARY KEY (region, province_code, valid_from)
);
INSERT INTO law_region (region, province_code, valid_from, valid_to, source) VALUES
    ('red_river_delta', '01', '0001-01-01', '2025-07-01', 'Nghị quyết 81/2023/QH15'),
    ('red_river_delta', '22', '0001-01-01', '2025-07-01', 'Nghị quyết 81/2023/QH15'),
    ('red_river_delta', '26', '0001-01-01', '2025-07-01', 'Nghị quyết 81/2023/QH15'),
    ('red_river_delta', '27', '0001-01-01', '2025-07-01', 'Nghị quyết 81/2023/QH15'),
    ('red_river_delta', '30', '0001-01-01', '2025-07-01', 'Nghị quyết 81/2023/QH15'),
    ('red_river_delta', '31', '0001-01-01', '2025-07-01', 'Nghị quyết 81/2023/QH15'),
    ('red_river_delta', '33', '0001-01-01', '2025-07-01', 'Nghị quyết 81/2023/QH15'),
    ('red_river_delta', '34', '0001-01-01', '2025-07-01', 'Nghị quyết 81/2023/QH15'),
    ('red_river_delta', '35', '0001-01-01', '2025-07-01', 'Nghị quyết 81/2023/QH15'),
    ('red_river_delta', '36', '0001-01-01', '2025-07-01', 'Nghị quyết 81/2023/QH15'),
    ('red_river_delta', '37', '0001-01-01', '2025-07-01', 'Nghị quyết 81/2023/QH15');

-- Special factors that are on record for one unit.
CREATE TABLE unit_factor (
    id         int_id PRIMARY KEY,
    unit_id    int_id NOT NULL REFERENCES unit (id),
    factor     text_code NOT NULL,  -- 'mountain', 'land_border', 'ethnic_minority',
                                    -- 'difficult_coast', 'not_compelled' (Resolution 35, art. 3)
    value_bp   int_number,          -- a share where the factor has one
    valid_from text_day NOT NULL,
    valid_to   text_day NOT NULL,
    clause     text_name,           -- of 'not_compelled': which case
    source     text_long NOT NULL
);
CREATE INDEX unit_factor_by_unit ON unit_factor (unit_id);
