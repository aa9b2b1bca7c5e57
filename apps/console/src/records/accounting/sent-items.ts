// What ServiceTitan sends with a record and LAZI's records do not have: any part of it may be missing.

import { plainText } from '../plain-text.ts'

/** An item of an invoice or of an estimate. Amounts are decimals, as text or as number. */
export interface SentItem {
  /** The place of the item, from 0: ids need not be unique. */
  readonly id: string
  readonly name: string | null
  readonly type: string | null
  readonly quantity: unknown
  readonly price: unknown
  readonly total: unknown
}

/** What a payment pays of an invoice. */
export interface SentApplication {
  /** The place, from 0. */
  readonly id: string
  /** ServiceTitan's id of the invoice; null: it was not sent. */
  readonly invoiceServiceTitanId: string | null
  readonly invoiceNumber: string | null
  readonly appliedOn: string | null
  readonly amount: unknown
}

type FullData = Readonly<Record<string, unknown>> | undefined

/** The items of an invoice, in their order; null: ServiceTitan sent none, not even an empty list. */
export function invoiceItems(fullData: FullData): readonly SentItem[] | null {
  return mapEach(fullData?.items, (item, id) => ({
    id,
    name: textOf(item.displayName) ?? textOf(item.skuName) ?? describe(item.description),
    type: textOf(item.type),
    quantity: item.quantity,
    price: item.price,
    total: item.total,
  }))
}

/** The items of an estimate, in their order; null: ServiceTitan sent none, not even an empty list. */
export function estimateItems(fullData: FullData): readonly SentItem[] | null {
  return mapEach(fullData?.items, (item, id) => {
    const sku = isObject(item.sku) ? item.sku : {}
    return {
      id,
      name: textOf(sku.displayName) ?? textOf(sku.name) ?? describe(item.description),
      type: textOf(sku.type),
      quantity: item.qty,
      price: item.unitRate,
      total: item.total,
    }
  })
}

/** The invoices that a payment is applied to; null: ServiceTitan sent none, not even an empty list. */
export function appliedTo(fullData: FullData): readonly SentApplication[] | null {
  return mapEach(fullData?.appliedTo, (application, id) => ({
    id,
    invoiceServiceTitanId: textOf(application.appliedTo),
    invoiceNumber: textOf(application.appliedToReferenceNumber),
    appliedOn: textOf(application.appliedOn),
    amount: application.appliedAmount,
  }))
}

type Sent = Readonly<Record<string, unknown>>

function mapEach<T>(list: unknown, toRow: (sent: Sent, id: string) => T): readonly T[] | null {
  if (!Array.isArray(list)) return null
  return list.filter(isObject).map((sent, index) => toRow(sent, String(index)))
}

function isObject(value: unknown): value is Sent {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : null
}

function describe(html: unknown): string | null {
  return plainText(textOf(html)) || null
}
