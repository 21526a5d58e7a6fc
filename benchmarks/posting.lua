local keys = { %(keys)s }
local clients = 0

function setup(thread)
  clients = clients + 1
  thread:set("key", keys[clients])
end

function init(args)
  revision, count = 0, 0
  wrk.headers["Cookie"] = "sessionid=%(session)s; csrftoken=%(csrf)s"
  wrk.headers["X-CSRFToken"] = "%(csrf)s"
  wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
end

function request()
  count = count + 1
  local text = "Wij kijken elke week samen wat een kind nodig heeft, keer " .. count
  local body = key .. "=" .. text:gsub(" ", "+") .. "&rev%%3A" .. key .. "=" .. revision
  return wrk.format("POST", (("%(path)s"):gsub("KEY", key)), nil, body)
end

function response(status, headers, body)
  local saved = body:match('"revision": ?(%%d+)')
  if saved then revision = saved end
end
