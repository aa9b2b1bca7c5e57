import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import './theme.css'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { reloadOnKeyInAddress, takeKeyFromAddress } from './session/address-key.ts'

const addressKey = takeKeyFromAddress()
reloadOnKeyInAddress()
const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element #root')
createRoot(root).render(<App addressKey={addressKey} />)
