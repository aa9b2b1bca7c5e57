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

/** A notice that this device has no network, so that old data is not taken for current. */
export function OfflineNotice() {
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine)
  if (isOnline) return null
  return (
    <div style={{ marginBottom: '1rem' }}>
      <Notice tone="warn" title="This device is offline.">
        What you see is as it was. The page continues automatically when the network is back.
      </Notice>
    </div>
  )
}
