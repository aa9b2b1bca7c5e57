import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import './theme.css'
import { createRoot } from 'react-dom/client'
import { reloadOnKeyInAddress, takeKeyFromAddress } from './accounts/address-key.ts'
import { App } from './app.tsx'

const addressKey = takeKeyFromAddress()
reloadOnKeyInAddress()
const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element #root')
createRoot(root).render(<App addressKey={addressKey} />)
