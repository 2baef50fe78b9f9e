-- SPDX-License-Identifier: Apache-2.0
-- wrk.lua: the client's requests, made before the clock starts.
--   wrk … -s wrk.lua URL -- pages FILE COOKIE ACCEPT     each path of FILE in turn, from anywhere
--   wrk … -s wrk.lua URL -- form PATH COOKIE BODY REFERER   POST; %d in BODY is another number each time
--   wrk … -s wrk.lua URL -- json PATH COOKIE BODY        POST
-- At the end one line of JSON: requests, seconds, p50_ms, p99_ms, errors.
local n_threads = 0
function setup(thread)
  n_threads = n_threads + 1
  thread:set("id", n_threads)
end

function init(args)
  local mode = args[1]
  math.randomseed(id * 7919)
  if mode == "pages" then
    local headers = { Cookie = args[3], Accept = args[4] }
    local all, at = {}, 0
    for path in io.lines(args[2]) do
      all[#all + 1] = wrk.format("GET", path, headers)
    end
    at = math.random(#all)
    request = function()
      at = at % #all + 1
      return all[at]
    end
  elseif mode == "json" then
    local headers = { Cookie = args[3], ["Content-Type"] = "application/json", Accept = "application/json" }
    local one = wrk.format("POST", args[2], headers, args[4])
    request = function()
      return one
    end
  elseif mode == "form" then
    local headers = { Cookie = args[3], ["Content-Type"] = "application/x-www-form-urlencoded",
      Accept = "text/html", Referer = args[5] }
    local path, body, at = args[2], args[4], id * 1e11 + os.time() % 100000 * 1e6 -- no number twice
    request = function()
      at = at + 1
      return wrk.format("POST", path, headers, (body:gsub("%%d", at)))
    end
  end
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    '{"requests": %d, "seconds": %.6f, "p50_ms": %.3f, "p99_ms": %.3f, "errors": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3, e.connect + e.read + e.write + e.status + e.timeout))
end
