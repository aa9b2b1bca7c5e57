import { useSyncExternalStore } from 'react'
import { Notice } from '../components/feedback/notice.tsx'

function subscribe(listener: () => void): () => void {
  addEventListener('online', listener)
  addEventListener('offline', listener)
  return () => {
    removeEventListener('online', listener)
    removeEventListener('offline', listener)
  }
}

/** A notice that this device has no network, so that users do not mistake old data for current data. */
export function OfflineNotice() {
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine)
  if (isOnline) return null
  return (
    <div style={{ marginBottom: '1rem' }}>
      <Notice tone="warn" title="This device is offline.">
        The page shows the data of its last load. It resumes when the network is back.
      </Notice>
    </div>
  )
}
