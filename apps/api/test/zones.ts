/// <reference lib="esnext.temporal" />

/** Half hours, quarter hours, midnights that are left out or come twice, a day that never was, days of 23 to 25 hours. */
export const zones = [
  'America/Chicago',
  'America/St_Johns',
  'America/Havana',
  'America/Sao_Paulo',
  'America/Caracas',
  'Australia/Lord_Howe',
  'Atlantic/Azores',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Asia/Amman',
  'Pacific/Chatham',
  'Africa/Cairo',
  'Antarctica/Troll',
  'Europe/London',
  'UTC',
]

export const firstDay = Temporal.PlainDate.from('2000-01-01')

/** The days on which clocks of a zone are changed from 2000 to 2023, and those around them: of later ones not every PostgreSQL knows. */
export function clockChanges(zone: string): Temporal.PlainDate[] {
  const days: Temporal.PlainDate[] = []
  let moment = firstDay.toZonedDateTime(zone).getTimeZoneTransition('next')
  while (moment && moment.year < 2024) {
    for (const shift of [-1, 0, 1]) days.push(moment.toPlainDate().add({ days: shift }))
    moment = moment.getTimeZoneTransition('next')
  }
  return days
}

/** When a local day begins, in milliseconds. */
export function startOfDay(date: Temporal.PlainDate, zone: string): number {
  return date.toZonedDateTime(zone).epochMilliseconds
}
