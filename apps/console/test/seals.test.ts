import { text } from 'node:stream/consumers'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { describeSeals } from '../src/pages/audit/describe-seals.ts'
import { failExport, readRow } from './arrange.ts'
import { expectAccessible } from './axe.ts'
import { runSync } from './stack/start-stack.ts'
import { demo } from './stack/tenants.ts'
import { settle, stack, visit } from './visit.ts'

const path = `/t/${demo.id}/audit`

/** Inserts the result of a verification, the newest. */
const insertVerification = (outcome: string, firstBadSeq: string | null, detail: string | null) =>
  readRow(
    `INSERT INTO audit.verifications (tenant_id, verified_at, from_seq, to_seq, outcome, first_bad_seq, detail)
     VALUES ($1, clock_timestamp(), 1, 1, $2, $3, $4) RETURNING outcome`,
    [outcome, firstBadSeq, detail],
  )

async function expectTone(page: Page, words: RegExp, tone: string): Promise<void> {
  await page.locator(`header [data-tone="${tone}"]`).filter({ hasText: words }).waitFor()
}

test('the badge of the audit log says how far it is sealed and verified, and its checkpoint is downloaded', async () => {
  await runSync(stack.env, 'audit', 'verify', '--tenant', demo.id)
  // After the entry about the verification.
  const printed = await runSync(stack.env, 'audit', 'checkpoint', '--tenant', demo.id, '--json')
  const { size, note } = JSON.parse(printed).checkpoints[0]
  const page = await visit(path)
  await expectTone(page, /^Sealed to [\d,]+ of [\d,]+ · verified .*[AP]M$/, 'good')

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download checkpoint' }).click(),
  ])
  // A worker may have sealed the entry about the visit since.
  const saved = await text(await download.createReadStream())
  const savedSize = Number(saved.split('\n')[1])
  expect(savedSize).toBeGreaterThanOrEqual(size)
  expect(download.suggestedFilename()).toBe(`audit-checkpoint-${demo.id}-${savedSize}.txt`)
  expect(saved.split('\n')[0]).toBe(note.split('\n')[0])
  const row = await readRow('SELECT note FROM audit.seals WHERE tenant_id = $1 AND size = $2', [savedSize])
  expect(saved).toBe(row.note)
})

test('a log that was changed, or not verified completely, is said in words, in every width and colour scheme', async () => {
  const page = await visit(path)
  await insertVerification('missing_key', null, null)
  await expectTone(page, /^Sealed to .* · signatures not checked · verified /, 'warn')
  await insertVerification(
    'broken',
    '1017',
    `entry 1017: its changes differ from their hash ${'w'.repeat(300)}`,
  )
  await expectTone(page, /^Changed from entry 1,017$/, 'bad')
  const alert = page.getByRole('alert').filter({ hasText: 'The audit log is not as it was written' })
  await alert.getByText('its changes differ from their hash').waitFor()
  await settle(page)
  await expectAccessible(page)

  await insertVerification('ok', null, null)
  await expectTone(page, /^Sealed to /, 'good')
  await alert.waitFor({ state: 'hidden' })
})

test('a checkpoint that cannot be exported is said with the reason, until it is exported', async () => {
  await runSync(stack.env, 'audit', 'checkpoint', '--tenant', demo.id)
  const exportAgain = await failExport('ENOSPC: no space left on device')
  const page = await visit(path)
  await expectTone(page, /^Export failed$/, 'bad')
  const alert = page.getByRole('alert').filter({ hasText: 'A checkpoint is not exported' })
  await alert.getByText('ENOSPC: no space left on device').waitFor()
  await exportAgain()
  await alert.waitFor({ state: 'hidden' })
})

const sealed = {
  size: '1204',
  sealedAt: '2026-03-10T11:00:40Z',
  throughAt: '2026-03-10T11:00:00Z',
  exportedAt: '2026-03-10T11:00:41Z',
  exportError: null,
  isSigned: true,
}
const verification = {
  verifiedAt: '2026-03-10T07:00:00Z',
  fromSeq: '1',
  toSeq: '1200',
  outcome: 'ok' as const,
  firstBadSeq: null,
  detail: null,
}
const state = { lastSeq: '1210', unsealedSince: '2026-03-10T11:00:00Z', sealed, verification }
const broken = { ...verification, outcome: 'broken' as const }

test.each([
  ['good', 'Sealed to 1,204 of 1,210; verified', state],
  ['warn', 'Sealed to 1,204 of 1,210; never verified', { ...state, verification: null }],
  [
    'warn',
    'Sealed to 1,204 of 1,210; unsigned; verified',
    { ...state, sealed: { ...sealed, isSigned: false } },
  ],
  [
    'warn',
    'Sealed to 1,204 of 1,210; not sealed since; verified',
    { ...state, unsealedSince: '2026-03-10T10:59:59Z' },
  ],
  [
    'warn',
    'None of 1,210 sealed; not sealed since; never verified',
    { lastSeq: '1210', unsealedSince: '2026-03-01T00:00:00Z', sealed: null, verification: null },
  ],
  ['neutral', 'Nothing to seal yet', { lastSeq: '0', unsealedSince: null, sealed: null, verification: null }],
  ['bad', 'Changed from entry 17', { ...state, verification: { ...broken, firstBadSeq: '17' } }],
  [
    'bad',
    'The log was changed; Export failed',
    { ...state, verification: broken, sealed: { ...sealed, exportedAt: null, exportError: 'ENOSPC' } },
  ],
])('%s: %s', (tone, words, status) => {
  const description = describeSeals(status, Date.parse('2026-03-10T12:00:00Z'))
  expect(description.tone).toBe(tone)
  expect(description.facts.map((fact) => fact.text).join('; ')).toBe(words)
})
