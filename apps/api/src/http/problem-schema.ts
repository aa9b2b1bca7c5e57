import { z } from '@hono/zod-openapi'

/** An error as RFC 9457 has it. */
export const problem = z
  .object({
    type: z.string().openapi({ description: 'Always about:blank: the status is the kind of error.' }),
    title: z.string().openapi({ description: 'The kind of error, in words.', example: 'Bad Request' }),
    status: z.int().openapi({ example: 400 }),
    detail: z.string().optional().openapi({ description: 'What went wrong this time, and what to do.' }),
    instance: z.string().optional().openapi({ description: 'The requested path.' }),
    requestId: z.string().openapi({ description: 'What to quote: the log has it too.' }),
    errors: z
      .array(
        z.object({
          path: z.string().openapi({ description: 'Where in the request.', example: 'query.limit' }),
          message: z.string(),
        }),
      )
      .optional()
      .openapi({ description: 'What is wrong with the request: every problem.' }),
  })
  .openapi('Problem')

export type Problem = z.infer<typeof problem>
