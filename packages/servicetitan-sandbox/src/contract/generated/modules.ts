// Written by `pnpm --filter servicetitan-sandbox generate`. Do not edit.

import accounting from '../../../contract/accounting.json' with { type: 'json' }
import crm from '../../../contract/crm.json' with { type: 'json' }
import dispatch from '../../../contract/dispatch.json' with { type: 'json' }
import jpm from '../../../contract/jpm.json' with { type: 'json' }
import marketing from '../../../contract/marketing.json' with { type: 'json' }
import memberships from '../../../contract/memberships.json' with { type: 'json' }
import payroll from '../../../contract/payroll.json' with { type: 'json' }
import sales from '../../../contract/sales.json' with { type: 'json' }
import settings from '../../../contract/settings.json' with { type: 'json' }
import telecom from '../../../contract/telecom.json' with { type: 'json' }

/** The contract files, one per module of the vendor's API. */
export const contractModules: readonly unknown[] = [
  accounting,
  crm,
  dispatch,
  jpm,
  marketing,
  memberships,
  payroll,
  sales,
  settings,
  telecom,
]
