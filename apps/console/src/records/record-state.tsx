import { QueryState, type QueryStateProps } from '../components/feedback/query-state.tsx'
import { waitingFor } from '../session/is-refusal.ts'
import { NotReady } from './not-ready.tsx'

/** Renders a query of records: as `QueryState`, or how far the tables are that it is read from. */
export function RecordState<Data>(props: QueryStateProps<Data>) {
  const tables = waitingFor(props.query.error)
  return tables ? <NotReady tables={tables} /> : <QueryState {...props} />
}
