// SQL of how far a follower has come. `follower` is its row of `sync.followers`.

/** Joins where the cache's feed ends (`position`), and the oldest change that is not applied yet (`oldest`). */
export const feedOfFollower = `JOIN raw.change_positions AS position ON position.tenant_id = follower.tenant_id
       LEFT JOIN raw.changes AS oldest
              ON oldest.tenant_id = follower.tenant_id AND oldest.seq = follower.seq + 1`

/** The number of changes that are not applied yet; needs {@link feedOfFollower}. */
export const followerBehind = 'greatest(position.last_seq - follower.seq, 0)::float8'

/** The age in seconds of the oldest change that is not applied yet, 0 without one; needs {@link feedOfFollower}. */
export const followerLagSeconds = 'coalesce(greatest(extract(epoch FROM now() - oldest.at), 0), 0)::float8'

/** The number of rows that PostgreSQL refused. */
export const followerRefused = `(SELECT count(*)::integer FROM sync.waiting
              WHERE waiting.tenant_id = follower.tenant_id AND reason = 'refused')`
