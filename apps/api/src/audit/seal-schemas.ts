import { z } from '@hono/zod-openapi'
import { verificationOutcomes } from 'db-migrations/protocol'
import { id, instant } from '../http/values.ts'

const seal = z
  .object({
    size: id.openapi({ description: 'The last entry that is sealed: all up to it are.', example: '1204' }),
    sealedAt: instant,
    throughAt: instant.openapi({ description: 'The time of the last entry that is sealed.' }),
    exportedAt: instant
      .nullable()
      .openapi({ description: 'When its checkpoint was written outside the database; null: not yet.' }),
    exportError: z.string().nullable().openapi({
      description: 'Why the oldest checkpoint that is not exported is not: all later ones wait for it.',
    }),
    isSigned: z
      .boolean()
      .openapi({ description: 'Whether its checkpoint has a signature. This does not check it.' }),
  })
  .openapi('AuditSeal')

const verification = z
  .object({
    verifiedAt: instant,
    fromSeq: id.openapi({ description: 'The first entry that was read.', example: '1' }),
    toSeq: id.openapi({
      description: 'The last one; less than `fromSeq`: there was none.',
      example: '1204',
    }),
    outcome: z.enum(verificationOutcomes).openapi({
      description:
        'missing_key: all but the signatures is right, and these were not checked, for want of a public key.',
    }),
    firstBadSeq: id.nullable().openapi({
      description: 'The first entry that may be wrong; null: none, or no single one.',
      example: '17',
    }),
    detail: z.string().nullable().openapi({ description: 'What was found.' }),
  })
  .openapi('AuditVerification')

export const auditStatus = z
  .object({
    lastSeq: id.openapi({ description: 'The last entry; 0: there is none.', example: '1210' }),
    unsealedSince: instant
      .nullable()
      .openapi({ description: 'The time of the first entry that is not sealed; null: all are.' }),
    sealed: seal.nullable().openapi({ description: 'The newest seal; null: nothing is sealed yet.' }),
    verification: verification.nullable().openapi({
      description:
        'The last `sync audit verify`, or a former one that found the log broken, until one that compares as much does not; null: it was never verified.',
    }),
  })
  .openapi('AuditStatus')

export const auditCheckpoint = z.string().openapi({
  description: 'The note of the newest seal (C2SP tlog-checkpoint), signed if there is a key.',
})

export type AuditStatus = z.infer<typeof auditStatus>
