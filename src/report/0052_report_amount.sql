-- Numbers of reports are in ten-thousandths, as indicators are: an amount or a share has decimals.
-- Kinds of fields: 'number' (whole), 'amount' (with decimals), 'share' (not added up), 'text'. What
-- fills one in: what is counted, or 'indicator:CODE'.
UPDATE report_value SET number = number * 10000, found = found * 10000;
UPDATE report_sum SET number = number * 10000;
