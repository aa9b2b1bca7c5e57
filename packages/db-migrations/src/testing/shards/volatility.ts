import { names, only, some, walk } from './tree.ts'

// The parse tree does not have PostgreSQL's word for it, so these are the functions that our statements may use.

const stable = /^(now|current_setting|statement_timestamp|transaction_timestamp|age|date_trunc|to_char)$/
const volatile = /^(clock_timestamp|timeofday|random|gen_random_uuid|nextval|set_config|pg_.*)$/

/** Whether an expression calls a function whose result may differ between two calls of a statement. */
export const isVolatile = (expression: unknown): boolean =>
  some(expression, (type, node) => type === 'FuncCall' && volatile.test(names(node.funcname).at(-1) ?? ''))

/** Whether an expression is not IMMUTABLE: it calls such a function, or adds an interval to a time with a time zone. */
export const isMutable = (expression: unknown): boolean =>
  some(
    expression,
    (type, node) =>
      type === 'SQLValueFunction' ||
      (type === 'FuncCall' && stable.test(names(node.funcname).at(-1) ?? '')) ||
      (type === 'A_Expr' && addsInterval(node)),
  ) || isVolatile(expression)

/** Whether an expression passes a column to a STABLE operator, such as `updated_at + interval '1 day'`. */
export const isStableOfColumn = (expression: unknown): boolean =>
  some(
    expression,
    (type, node) =>
      type === 'A_Expr' &&
      addsInterval(node) &&
      some([node.lexpr, node.rexpr], (inner) => inner === 'ColumnRef'),
  )

function addsInterval({ name, lexpr, rexpr }: Readonly<Record<string, unknown>>): boolean {
  return /^[+-]$/.test(names(name).join()) && isInterval(rexpr) && !isWithoutZone(lexpr)
}

/** A constant interval, or one multiplied by something. */
function isInterval(operand: unknown): boolean {
  let isFound = false
  walk([operand], (type, node) => {
    isFound ||= type === 'TypeCast' && castTo(node) === 'interval'
    return type === 'A_Expr' && names(node.name).join() === '*'
  })
  return isFound
}

const isWithoutZone = (operand: unknown) =>
  /^(date|timestamp|interval)$/.test(castTo(only('TypeCast', operand) ?? {}))

const castTo = ({ typeName }: Readonly<Record<string, unknown>>): string =>
  names((typeName as Readonly<Record<string, unknown>> | undefined)?.names).at(-1) ?? ''
