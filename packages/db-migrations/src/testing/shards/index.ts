export { checkShards, type Finding, type ShardCheck } from './check-recording.ts'
export { recordSql, type SqlRecording } from './record-sql.ts'
