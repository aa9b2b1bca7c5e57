import { amountOf } from '../definition/common.ts'
import { unit } from '../lib/random.ts'
import type { World } from '../world/world.ts'
import type { JobFacts } from './job-facts.ts'

const SALT = { active: 82, partial: 83, deposit: 84, taxExempt: 26 }

/** The share of paid invoices of which only half is paid. */
const PARTIAL_SHARE = 0.01

/** The sales tax, in hundredths of a percent. */
export const TAX_RATE = 825

/** Amounts of an invoice, in cents. */
export type InvoiceMoney = { subTotal: number; tax: number; total: number; balance: number }

/** An invoice's amounts in the API's format. */
export const sumsOf = ({ subTotal, tax, total, balance }: InvoiceMoney) => ({
  subTotal: amountOf(subTotal),
  salesTax: amountOf(tax),
  total: amountOf(total),
  balance: amountOf(balance),
})

/** A payment's total and the part applied to its invoice, in cents. */
export type PaymentMoney = { total: number; applied: number }

/** Whether a payment is active. A voided payment is inactive and not applied; another one replaces it. */
export const isActivePayment = (world: World, rank: number): boolean => {
  const { parent, slot } = world.spreads.payments.parentOf(rank)
  const isReplaced = slot < world.spreads.payments.childrenOf(parent).count - 1
  return !isReplaced || unit(world.key, rank, SALT.active) >= 0.2
}

/** Whether a customer pays no tax. */
export const isTaxExempt = (world: World, customer: number): boolean =>
  unit(world.key, customer, SALT.taxExempt) < 0.05

const chargedOn = (
  world: World,
  { customer, cents }: JobFacts,
  slot: number,
): Omit<InvoiceMoney, 'balance'> => {
  // Each further invoice of a job credits a tenth of the first.
  const subTotal = slot === 0 ? cents : -Math.floor(cents / 10)
  const tax = isTaxExempt(world, customer) ? 0 : Math.round((subTotal * TAX_RATE) / 10_000)
  return { subTotal, tax, total: subTotal + tax }
}

/** The payment in a slot of an invoice: a share of the amount due, or a deposit if no amount is due. */
const paymentIn = (
  world: World,
  total: number,
  { first, count }: { first: number; count: number },
  slot: number,
) => {
  const rank = first + slot
  if (total <= 0) {
    const deposit = 5_000 + 500 * Math.floor(30 * unit(world.key, rank, SALT.deposit))
    return { total: deposit, applied: 0 }
  }
  const isPartial = unit(world.key, first, SALT.partial) < PARTIAL_SHARE
  const due = isPartial ? Math.floor(total / 2) : total
  const slots = Array.from({ length: count }, (_, other) => other)
  const active = slots.filter((other) => isActivePayment(world, first + other)).length
  const share = Math.floor(due / active)
  const amount = slot === count - 1 ? due - share * (active - 1) : share
  return { total: amount, applied: isActivePayment(world, rank) ? amount : 0 }
}

/** An invoice's slot in its job, and its payments' ranks. */
const slotAndPaymentsOf = (world: World, invoice: number) => ({
  slot: world.spreads.invoices.parentOf(invoice).slot,
  payments:
    world.timelines.payments.size === 0 ? { first: 0, count: 0 } : world.spreads.payments.childrenOf(invoice),
})

export const invoiceMoneyOf = (world: World, invoice: number, facts: JobFacts): InvoiceMoney => {
  const { slot, payments } = slotAndPaymentsOf(world, invoice)
  const charged = chargedOn(world, facts, slot)
  let balance = charged.total
  for (let n = 0; n < payments.count; n++) balance -= paymentIn(world, charged.total, payments, n).applied
  return { ...charged, balance }
}

export const paymentMoneyOf = (
  world: World,
  { invoice, slot }: { invoice: number; slot: number },
  facts: JobFacts,
): PaymentMoney => {
  const own = slotAndPaymentsOf(world, invoice)
  const { total } = chargedOn(world, facts, own.slot)
  return paymentIn(world, total, own.payments, slot)
}
