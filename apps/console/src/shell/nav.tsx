import {
  type Icon,
  IconAlertTriangle,
  IconArrowsDiff,
  IconArrowsExchange,
  IconBriefcase,
  IconCalendarTime,
  IconCloudDownload,
  IconCloudUpload,
  IconCreditCard,
  IconDatabase,
  IconFileDescription,
  IconFileInvoice,
  IconFilter2,
  IconGauge,
  IconHistory,
  IconHome,
  IconHourglass,
  IconKey,
  IconLayoutDashboard,
  IconListSearch,
  IconPhone,
  IconRepeat,
  IconReportMoney,
  IconRosetteDiscountCheck,
  IconStack2,
  IconTool,
  IconTrophy,
  IconUsers,
} from '@tabler/icons-react'
import { NavLink } from 'react-router'
import { type Account, allows } from '../session/account.ts'
import { tenantPath } from '../session/use-tenant-path.ts'
import classes from './nav.module.css'

type Item = readonly [path: string, label: string, icon: Icon]
type Group = readonly [title: string, items: readonly Item[]]

const groups: readonly Group[] = [
  [
    'Data',
    [
      ['/schedule', 'Schedule', IconCalendarTime],
      ['/jobs', 'Jobs', IconBriefcase],
      ['/customers', 'Customers', IconUsers],
      ['/locations', 'Locations', IconHome],
      ['/technicians', 'Technicians', IconTool],
    ],
  ],
  [
    'Reports',
    [
      ['/dashboard', 'Dashboard', IconGauge],
      ['/revenue', 'Revenue', IconReportMoney],
      ['/scorecard', 'Scorecard', IconTrophy],
      ['/estimate-funnel', 'Estimate funnel', IconFilter2],
      ['/demand', 'Demand', IconPhone],
      ['/quality', 'Quality', IconRosetteDiscountCheck],
      ['/receivables', 'Receivables', IconHourglass],
      ['/retention', 'Retention', IconRepeat],
      ['/backlog', 'Backlog', IconStack2],
    ],
  ],
  [
    'Accounting',
    [
      ['/estimates', 'Estimates', IconFileDescription],
      ['/invoices', 'Invoices', IconFileInvoice],
      ['/payments', 'Payments', IconCreditCard],
    ],
  ],
  [
    'Sync',
    [
      ['/runs', 'Runs', IconHistory],
      ['/outbox', 'Outbox', IconCloudUpload],
      ['/conflicts', 'Conflicts', IconArrowsDiff],
      ['/quarantine', 'Quarantine', IconAlertTriangle],
      ['/drift', 'API drift', IconArrowsExchange],
      ['/servicetitan', 'ServiceTitan’s records', IconCloudDownload],
      ['/schema', 'Schema', IconDatabase],
    ],
  ],
]

/** For keys with the scope admin. */
const administration: Group = [
  'Administration',
  [
    ['/audit', 'Audit log', IconListSearch],
    ['/keys', 'Keys', IconKey],
  ],
]

/** The main menu: the overview, and the pages of the account, if any. */
export function Nav({ account }: { readonly account: Account | undefined }) {
  return (
    <nav aria-label="Main" className={classes.nav}>
      <NavLink to="/" end className={classes.link ?? ''}>
        <IconLayoutDashboard size={18} stroke={1.7} aria-hidden />
        Overview
      </NavLink>
      {account && (
        <>
          <p className={classes.account} title={`Tenant ${account.tenantId}`}>
            {account.name}
          </p>
          {[...groups, ...(allows(account, 'admin') ? [administration] : [])].map(([title, items]) => (
            <div key={title}>
              <p className={classes.group}>{title}</p>
              {items.map(([path, label, Icon]) => (
                <NavLink key={path} to={tenantPath(account.tenantId, path)} className={classes.link ?? ''}>
                  <Icon size={18} stroke={1.7} aria-hidden />
                  {label}
                </NavLink>
              ))}
            </div>
          ))}
        </>
      )}
    </nav>
  )
}
