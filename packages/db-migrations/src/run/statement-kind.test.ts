import { expect, test } from 'vitest'
import { statementKind } from './statement-kind.ts'

test.for([
  ['CREATE TABLE a (id int);', { kind: 'transactional' }],
  ['-- about it\n/* and\nmore */ CREATE INDEX a_idx ON a (id);', { kind: 'transactional' }],
  ['-- re-runnable: it only tidies\nVACUUM a;', { kind: 'rerunnable' }],
  ["SET work_mem = '1MB';", { kind: 'setting' }],
  ['SET LOCAL work_mem = 1;', { kind: 'transactional' }],
  [
    'CREATE INDEX CONCURRENTLY "a b" ON "s"."t" ("id");',
    { kind: 'index build', name: '"a b"', table: '"s"."t"', unique: false, rest: ' ("id");' },
  ],
  [
    '-- why\ncreate unique index concurrently if not exists i on t using btree (id) where (x > 0)',
    { kind: 'index build', name: 'i', table: 't', unique: true, rest: ' using btree (id) where (x > 0)' },
  ],
  ['CREATE INDEX CONCURRENTLY ON t (id);', { kind: 'refused' }],
  ['DROP INDEX CONCURRENTLY "s"."i";', { kind: 'index drop', name: '"s"."i"' }],
  ['DROP INDEX CONCURRENTLY IF EXISTS i RESTRICT', { kind: 'index drop', name: 'i' }],
  ['DROP INDEX CONCURRENTLY i, j;', { kind: 'refused' }],
  ['/* now */ COMMIT;', { kind: 'refused' }],
] as const)('%j', ([sql, expected]) => {
  expect(statementKind(sql)).toMatchObject(expected)
})
