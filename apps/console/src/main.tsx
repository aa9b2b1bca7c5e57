import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import './theme.css'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { loadAccounts } from './session/account-store.ts'
import { deleteStoredKeys, reloadOnLinkInAddress, takeLinkFromAddress } from './session/address-link.ts'

const link = takeLinkFromAddress()
reloadOnLinkInAddress()
deleteStoredKeys()
void loadAccounts()
const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element #root')
createRoot(root).render(<App link={link} />)
