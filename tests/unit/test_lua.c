/* Lua: the one way in, errors of any value, stops that cannot be swallowed, the pure world, patterns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "lua/env.h"
#include "lua/session.h"

static ds_lua *pure(size_t memory) {
  ds_lua *lua = NULL;
  ds_err err = {0};
  assert_int_equal(ds_lua_new(0, &lua, &err), DS_OK);
  ds_lua_open_pure(lua->L);
  lua->max = memory;
  return lua;
}

static ds_status run(ds_lua *lua, const char *text, double seconds, ds_err *err) {
  ds_status status = ds_lua_load(lua, text, strlen(text), "@test.lua", err);
  return status == DS_OK ? ds_lua_call(lua, 0, 0, seconds, err) : status;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void check_ok(const char *text) {
  ds_lua *lua = pure(0);
  ds_err err = {0};
  if (run(lua, text, 20, &err) != DS_OK) fail_msg("line %ld: %s", err.line, err.text);
  assert_int_equal(lua_gettop(lua->L), 0);
  ds_lua_free(lua);
}

/* --- errors --- */

static void test_any_error_value(void **state) {
  static const struct {
    const char *text, *message;
  } cases[] = {{"error('boom')", "boom"},
               {"error('boom', 0)", "boom"},
               {"error(42)", "42"},
               {"error(nil)", "(error object is a nil value)"},
               {"error({})", "(error object is a table value)"},
               {"error(setmetatable({}, {__tostring = function() return 'told' end}))", "told"},
               {"error(setmetatable({}, {__tostring = function() error('again') end}))", "(error object is a table value)"},
               {"error(setmetatable({}, {__tostring = function() return {} end}))", "(error object is a table value)"},
               {"local x = nil; return x.y", "attempt to index a nil value (local 'x')"},
               {"error(string.rep('a', 5000), 0)", NULL}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    ds_lua *lua = pure(0);
    ds_err err = {0};
    assert_int_equal(run(lua, cases[i].text, 5, &err), DS_SCRIPT);
    if (cases[i].message) assert_string_equal(err.text, cases[i].message);
    assert_string_equal(err.file, "test.lua");
    assert_int_equal(err.line, 1);
    assert_non_null(err.traceback);
    assert_non_null(strstr(err.traceback, "stack traceback"));
    ds_err_reset(&err);
    assert_int_equal(lua_gettop(lua->L), 0);
    ds_lua_free(lua);
  }
}

static void test_errors_name_the_line(void **state) {
  ds_lua *lua = pure(0);
  ds_err err = {0};
  assert_int_equal(run(lua, "local function f()\n\n  error('here')\nend\nf()", 5, &err), DS_SCRIPT);
  assert_int_equal(err.line, 3);
  ds_err_reset(&err);
  assert_int_equal(run(lua, "x = \n\n= 3", 5, &err), DS_SCRIPT);
  assert_int_equal(err.line, 3);
  assert_string_equal(err.file, "test.lua");
  ds_err_reset(&err);
  assert_int_equal(run(lua, "\x1bLua", 5, &err), DS_SCRIPT); /* bytecode */
  ds_err_reset(&err);
  ds_lua_free(lua);
}

/* --- limits --- */

static const char *const endless[] = {
    "while true do end",
    "while true do pcall(function() while true do end end) end",
    "while true do xpcall(function() while true do end end, function() while true do end end) end",
    "while true do local c = coroutine.create(function() while true do end end) coroutine.resume(c) end",
    "while true do pcall(coroutine.wrap(function() while true do pcall(function() while true do end end) end end)) end",
    "while true do local c = coroutine.wrap(function() while true do coroutine.yield() end end) for i = 1, 1e9 do c() end end",
    "local function f() local x <close> = setmetatable({}, {__close = function() while true do end end}) error('x') end while true do "
    "pcall(f) end",
    "local c = coroutine.create(function() local x <close> = setmetatable({}, {__close = function() while true do end end}) "
    "coroutine.yield() end)"
    " coroutine.resume(c) coroutine.close(c)",
    "return string.find(string.rep('a', 40000), string.rep('a-', 150) .. 'b')",
    "return (('a'):rep(60000)):match('.-.-.-.-b')",
    "return (('x'):rep(3000)):gsub('x*x*x*x*y', '')",
    "for k in (('a'):rep(60000)):gmatch('.-.-.-b') do end",
    "return (('('):rep(1e6)):find('%b()%b()') , (function() while true do end end)()",
    "table.move({}, 1, math.maxinteger - 1, 2)",
    "local t = {} for i = 1, 3e5 do t[i] = ('a'):rep(100) .. i end while true do table.sort(t) end",
    "local t = setmetatable({}, {__index = function() return 1 end, __len = function() return 1 << 60 end}) table.remove(t, 1)",
    "local t = setmetatable({}, {__len = function() return 1 << 60 end, __newindex = function() end}) table.insert(t, 1, 1)",
    "local t = setmetatable({}, {__index = function(t, k) return t[k + 1] end}) while true do pcall(function() return t[1] end) end",
    "for _ in pairs(setmetatable({}, {__pairs = function() return function() return 1 end end})) do end"};

static void test_time_limit(void **state) {
  for (size_t i = 0; i < sizeof endless / sizeof *endless; i++) {
    ds_lua *lua = pure((size_t)1 << 30);
    ds_err err = {0};
    double start = now();
    ds_status status = run(lua, endless[i], 0.2, &err);
    double took = now() - start;
    if (status != DS_LIMIT || took > 5) fail_msg("%s: %s after %.1f s: %s", endless[i], ds_status_word(status), took, err.text);
    ds_err_reset(&err);
    assert_int_equal(run(lua, "return 1", 5, &err), DS_OK); /* the state lives on */
    ds_lua_free(lua);
  }
}

static void *interrupter(void *data) {
  usleep(100000);
  ds_lua_interrupt();
  return NULL;
}

static void test_interrupt(void **state) {
  for (size_t i = 0; i < 6; i++) {
    ds_lua *lua = pure(0);
    ds_err err = {0};
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, interrupter, NULL), 0);
    assert_int_equal(run(lua, endless[i], 0, &err), DS_INTERRUPT);
    pthread_join(thread, NULL);
    ds_err_reset(&err);
    ds_lua_free(lua);
  }
  ds_lua_interrupt(); /* nothing runs: nothing happens */
  check_ok("return 1");
}

static void test_memory_limit(void **state) {
  static const char *const greedy[] = {"local t = {} for i = 1, math.huge do t[i] = ('x'):rep(1000) .. i end",
                                       "return ('a'):rep(1e10)",
                                       "return ('a'):rep(1e9)",
                                       "while true do pcall(string.rep, 'a', 1e9) end",
                                       "local s = 'a' while true do s = s .. s end",
                                       "local c = coroutine.wrap(function() local t = {} while true do pcall(function() for i = 1, "
                                       "math.huge do t[#t + 1] = {} end end) end end) c()",
                                       "return (('a'):rep(1e6):gsub('', ('b'):rep(1000)))"};
  for (size_t i = 0; i < sizeof greedy / sizeof *greedy; i++) {
    ds_lua *lua = pure((size_t)32 << 20);
    ds_err err = {0};
    ds_status status = run(lua, greedy[i], 20, &err);
    if (status != DS_LIMIT || !strstr(err.text, "memory")) fail_msg("%s: %s: %s", greedy[i], ds_status_word(status), err.text);
    ds_err_reset(&err);
    ds_lua_free(lua);
  }
}

/* --- the pure world --- */

static void test_nothing_within_reach(void **state) {
  check_ok("for _, name in ipairs{'io', 'os', 'load', 'loadstring', 'loadfile', 'dofile', 'package', 'warn'} do\n"
           "  assert(_G[name] == nil, name) end\n"
           "assert(string.dump == nil)\n"
           "assert(not pcall(require, 'io')) assert(not pcall(require, '../x')) assert(not pcall(require, 'data./etc/passwd'))\n"
           "assert(not pcall(setmetatable, {}, {__gc = function() end}))\n"
           "assert(setmetatable({}, {__index = {a = 1}}).a == 1)\n"
           "local t = setmetatable({}, {__metatable = 1}) assert(not pcall(setmetatable, t, {}))\n"
           "local lpeg = require 'lpeg' assert(lpeg.match(lpeg.P'a'^1, 'aab') == 3) assert(lpeg.P'x':match 'x' == 2)\n"
           "assert(getmetatable(lpeg.P'a') == false)\n"
           "assert(collectgarbage 'count' > 0) assert(not pcall(collectgarbage, 'stop'))");
}

static void test_pairs_has_an_order(void **state) {
  check_ok("local t = {z = 1, a = 1, m = 1, [3] = 1, [1] = 1, [2.5] = 1, [-1] = 1, [true] = 1}\n"
           "local keys = {} for k in pairs(t) do keys[#keys + 1] = tostring(k) end\n"
           "assert(table.concat(keys, ' ') == '-1 1 2.5 3 a m z true', table.concat(keys, ' '))\n"
           "local n = 0 for k, v in pairs{1, 2, 3} do n = n + v end assert(n == 6)\n"
           "local u = {a = 1, b = 2, c = 3} for k in pairs(u) do u[k] = nil end assert(next(u) == nil)\n"
           "local w = {a = 1, b = 2} local seen = 0 for k in pairs(w) do w.b = nil seen = seen + 1 end assert(seen == 1)");
  ds_lua *a = pure(0), *b = pure(0);
  ds_err err = {0};
  assert_int_equal(run(a, "r = math.random(1 << 40)", 5, &err), DS_OK);
  assert_int_equal(run(b, "r = math.random(1 << 40)", 5, &err), DS_OK);
  lua_getglobal(a->L, "r");
  lua_getglobal(b->L, "r");
  assert_int_equal(lua_tointeger(a->L, -1), lua_tointeger(b->L, -1));
  ds_lua_free(a);
  ds_lua_free(b);
}

static void test_protected_calls_keep_their_meaning(void **state) {
  check_ok("local ok, a, b = pcall(function(...) return ... end, 1, nil) assert(ok and a == 1 and b == nil)\n"
           "local ok, e = pcall(error, {1}) assert(not ok and e[1] == 1)\n"
           "local ok, e = xpcall(function() error('x', 0) end, function(m) return m .. '!' end) assert(not ok and e == 'x!')\n"
           "assert(select('#', xpcall(function(...) return ... end, print, 1, 2, nil)) == 4)\n"
           "local co = coroutine.wrap(function() local ok, v = pcall(function() return coroutine.yield(1) end) coroutine.yield(v) "
           "error('e') end)\n"
           "assert(co() == 1) assert(co('v') == 'v') local ok, e = pcall(co) assert(not ok and e:find 'e$')\n"
           "local co = coroutine.create(function(a) local b = coroutine.yield(a + 1) return b * 2 end)\n"
           "assert(select(2, coroutine.resume(co, 1)) == 2) assert(select(2, coroutine.resume(co, 4)) == 8)\n"
           "assert(coroutine.status(co) == 'dead') assert(coroutine.resume(co) == false)\n"
           "local closed = false co = coroutine.create(function() local x <close> = setmetatable({}, {__close = function() closed = true "
           "end}) coroutine.yield() end)\n"
           "coroutine.resume(co) assert(coroutine.close(co) and closed)\n"
           "assert(not pcall(coroutine.resume, 1)) assert(not pcall(pcall))");
}

static void test_tables_keep_their_meaning(void **state) {
  check_ok(
      "local t = {1, 2, 3} table.insert(t, 2, 9) assert(table.concat(t, ',') == '1,9,2,3') table.insert(t, 7) assert(t[5] == 7)\n"
      "assert(table.remove(t, 1) == 1 and table.concat(t, ',') == '9,2,3,7') assert(table.remove(t) == 7 and #t == 3)\n"
      "assert(table.remove({}) == nil) assert(not pcall(table.insert, {1}, 5, 1)) assert(not pcall(table.remove, {1, 2}, 7))\n"
      "assert(not pcall(table.insert, {1}, 1, 2, 3)) assert(table.remove({1, 2}, 3) == nil)\n"
      "assert(table.concat(table.move({1, 2, 3}, 1, 3, 2), ',') == '1,1,2,3') assert(table.concat(table.move({1, 2, 3}, 2, 3, 1), ',') == "
      "'2,3,3')\n"
      "assert(table.concat(table.move({1, 2}, 1, 2, 3, {8, 9}), ',') == '8,9,1,2')\n"
      "local s = {3, 1, 2} table.sort(s) assert(table.concat(s, ',') == '1,2,3')\n"
      "table.sort(s, function(a, b) return a > b end) assert(table.concat(s, ',') == '3,2,1') assert(not pcall(table.sort, {1, 'a'}))");
}

/* --- patterns: our matcher against Lua's own --- */

static const char pattern_test[] =
    "local native, ours = native, string\n"
    "local pieces = {'a', 'b', '.', '%a', '%d', '%S', '[ab]', '[^a]', '[a-c]', '(a)', '()', '(.-)', 'a*', 'b-', 'a+', 'b?', '.*', '%b()', "
    "'%f[%w]', '^', '$',\n"
    "  '%1', '[]]', '[^]]', '[%a_]', '[a%-]', '%%', '(', ')', '[', '%', '[a-', '%f', '%b', '\\0', '[%', 'x', '-'}\n"
    "local alphabet = {'a', 'b', 'c', '(', ')', ' ', '1', '\\0', 'x', ']', '-', '_'}\n"
    "local function pick(list) return list[math.random(#list)] end\n"
    "local function many(list, n) local t = {} for i = 1, math.random(0, n) do t[i] = pick(list) end return table.concat(t) end\n"
    "local function pack(...) local t = {} for i = 1, select('#', ...) do t[i] = tostring((select(i, ...))) end return table.concat(t, "
    "'|') end\n"
    "local function clean(s) return (native.gsub(s, '^true|', '', 1)) end\n"
    "for i = 1, 20000 do\n"
    "  local p, s, init = many(pieces, 6), many(alphabet, 12), math.random(-14, 14)\n"
    "  for _, f in ipairs{'find', 'match', 'gmatch', 'gsub'} do\n"
    "    local function call(lib)\n"
    "      if f == 'gmatch' then local out = {} for a, b in lib.gmatch(s, p) do out[#out + 1] = pack(a, b) if #out > 50 then break end end "
    "return table.concat(out, ';') end\n"
    "      if f == 'gsub' then return lib.gsub(s, p, '<%0>', i % 3 == 0 and 1 or nil) end\n"
    "      return lib[f](s, p, init)\n"
    "    end\n"
    "    local a, b = pack(pcall(call, native)), pack(pcall(call, ours))\n"
    "    local fa, fb = native.sub(a, 1, 5) == 'false', native.sub(b, 1, 5) == 'false'\n"
    "    if fa ~= fb or (not fa and a ~= b) then error(native.format('%s(%q, %q, %d): %q, expected %q', f, s, p, init, b, a)) end\n"
    "  end\n"
    "end\n"
    "assert(('hello world'):gsub('o', {o = '0'}) == 'hell0 w0rld')\n"
    "assert(('abc'):gsub('%w', function(c) return c == 'b' and 'X' or nil end) == 'aXc')\n"
    "assert(not pcall(string.gsub, 'a', 'a', '%2')) assert(not pcall(string.gsub, 'a', 'a', '%x'))\n"
    "assert(('abc'):gsub('(b)', '[%1%%]') == 'a[b%]c') assert(('x'):rep(3, ',') == 'x,x,x') assert(('x'):rep(0) == '' and ('x'):rep(-1) == "
    "'')\n"
    "assert(('a.b'):find('.', 1, true) == 2) assert(('abc'):find('') == 1) assert(('abc'):find('', 10) == nil) assert(select('#', "
    "('a'):match('x')) == 1)\n";

static void test_patterns_as_luas(void **state) {
  ds_lua *lua = pure(0);
  ds_err err = {0};
  lua_pushcfunction(lua->L, luaopen_string); /* the library's own */
  lua_call(lua->L, 0, 1);
  lua_setglobal(lua->L, "native");
  ds_lua_strings(lua->L);
  lua_getglobal(lua->L, "string"); /* opening it anew has put its own under the strings */
  lua_pushliteral(lua->L, "");
  lua_getmetatable(lua->L, -1);
  lua_pushvalue(lua->L, -3);
  lua_setfield(lua->L, -2, "__index");
  lua_settop(lua->L, 0);
  if (run(lua, pattern_test, 120, &err) != DS_OK) fail_msg("line %ld: %s", err.line, err.text);
  ds_lua_free(lua);
}

/* --- english --- */

static void test_english(void **state) {
  check_ok("local english = require 'english'\n"
           "local text = 'Alexander Lukashenko visited China on Tuesday. He said: \"We will help.\"'\n"
           "local a = english.annotate(text, '2023-02-28')\n"
           "assert(a.text == text and #a.sentences >= 1 and #a.tokens > 10)\n"
           "local n = 0 for _, s in ipairs(a.sentences) do\n"
           "  assert(text:sub(s.first, s.last) == s.text)\n"
           "  for i, t in ipairs(s.tokens) do n = n + 1 assert(t.n == i and t == a.tokens[n] and text:sub(t.first, t.last) == t.text)\n"
           "    assert(t.start_byte == t.first - 1 and t.end_byte == t.last and t.head >= 0 and t.head <= #s.tokens and t.lemma and t.upos "
           "and t.rel) end end\n"
           "assert(n == #a.tokens)\n"
           "for _, m in ipairs(a.mentions) do assert(text:sub(m.first, m.last) == m.text) if m.entity then assert(m.entity.kind) end end\n"
           "for _, p in ipairs(a.predicates) do assert(p.lemma and type(p.negated) == 'boolean' and p.token.text) local _ = p['to'] end\n"
           "local ok, e = pcall(function() return a.sentence end) assert(not ok and e:find(\"'sentences'\"), e)\n"
           "assert(not pcall(function() return a.tokens[1].lema end)) assert(not pcall(function() a.tokens[1].new = 1 end))\n"
           "assert(#english.annotate('').sentences == 0) english.annotate('\\xff\\0\\xfe')\n"
           "assert(english.country 'BY'.name == 'Belarus' and english.country 'ZZ' == nil and english.country_code 'Belarus' == 'BY')");
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_any_error_value),
                                     cmocka_unit_test(test_errors_name_the_line),
                                     cmocka_unit_test(test_time_limit),
                                     cmocka_unit_test(test_interrupt),
                                     cmocka_unit_test(test_memory_limit),
                                     cmocka_unit_test(test_nothing_within_reach),
                                     cmocka_unit_test(test_pairs_has_an_order),
                                     cmocka_unit_test(test_protected_calls_keep_their_meaning),
                                     cmocka_unit_test(test_tables_keep_their_meaning),
                                     cmocka_unit_test(test_patterns_as_luas),
                                     cmocka_unit_test(test_english)};
  return cmocka_run_group_tests_name("lua", tests, NULL, NULL);
}
