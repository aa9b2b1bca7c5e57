import { useState } from 'react'
import { problemsOfTimes, toNewAppointment, usualTimes } from '../../records/forms/booking-fields.ts'
import type { FormValues } from '../../records/forms/form-values.ts'
import { useAccount } from '../../session/use-accounts.ts'
import type { RefusedPartError } from './book.ts'
import { type SectionForm, useSectionForm } from './section-form.ts'
import { addressNames, chosenCustomer, newAppointment, newCustomer, newJob, newLocation } from './tables.ts'
import { useBooking } from './use-booking.ts'

/** What the page begins with, from its address. */
export interface Beginning {
  readonly customerId: string
  readonly locationId: string
  readonly isNewCustomer: boolean
}

/** What is chosen, besides the values of the forms. */
interface Choices {
  readonly isNewCustomer: boolean
  readonly isNewLocation: boolean
  /** Whether the location of a new customer is at the customer's address. */
  readonly isSameAddress: boolean
  readonly hasJob: boolean
  /** One of the locations of a customer; '' for none. */
  readonly location: { readonly customerId: string; readonly id: string }
}

/** The state of the page: its choices, a form for each part, and what is sent of them. */
export function useNewJob({ customerId, locationId, isNewCustomer }: Beginning) {
  const { timeZone } = useAccount()
  const [choices, setChoices] = useState<Choices>({
    isNewCustomer,
    isNewLocation: false,
    isSameAddress: true,
    hasJob: true,
    location: { customerId, id: locationId },
  })
  const [locationError, setLocationError] = useState<string>()
  const forms = {
    known: useSectionForm(chosenCustomer, { customerId }),
    customer: useSectionForm(newCustomer),
    location: useSectionForm(newLocation),
    job: useSectionForm(newJob),
    appointment: useSectionForm(newAppointment, usualTimes(Date.now(), timeZone), problemsOfTimes),
  }
  const choose = (chosen: Partial<Choices>) => setChoices((before) => ({ ...before, ...chosen }))
  const booking = useBooking((refused) => {
    const copied = refused.part === 'location' && choices.isNewCustomer && choices.isSameAddress
    if (copied) {
      // The customer is created: what is wrong with the address is put right in a form of the location's own.
      forms.location.form.setValues(placeOf(forms.customer.form.getValues()) as FormValues)
      choose({ isSameAddress: false })
    }
    refuse(forms, refused)
  })
  const { created } = booking
  const createsCustomer = choices.isNewCustomer && created.customerId === undefined
  const copiesAddress = choices.isNewCustomer && choices.isSameAddress
  const chosenCustomerId = created.customerId ?? String(forms.known.form.values.customerId)
  // A location that was created for a customer who is no longer chosen does not count.
  const createdLocation = created.location?.customerId === chosenCustomerId ? created.location.id : undefined
  const createsLocation = (choices.isNewCustomer || choices.isNewLocation) && createdLocation === undefined
  // A location that was chosen for another customer before does not count.
  const isTheirs = choices.location.customerId === chosenCustomerId
  const chosenLocationId = createdLocation ?? (isTheirs ? choices.location.id : '')

  function check(): boolean {
    const hasLocation = createsLocation || chosenLocationId !== ''
    setLocationError(hasLocation ? undefined : 'This is required.')
    const shown: SectionForm[] = [
      ...(createsCustomer ? [forms.customer] : []),
      ...(!choices.isNewCustomer ? [forms.known] : []),
      ...(createsLocation && !copiesAddress ? [forms.location] : []),
      ...(choices.hasJob ? [forms.job, forms.appointment] : []),
    ]
    // Each shows what is wrong with it, and not only the first.
    return shown.map((form) => form.check()).every((isRight) => isRight) && hasLocation
  }

  return {
    choices,
    choose,
    forms,
    locationError,
    chosenCustomerId,
    chosenLocationId,
    createdLocation,
    /** Whether there is anything to create. */
    hasWork: choices.hasJob || createsCustomer || createsLocation,
    booking,
    /** @param allowOverlap whether the technicians may have other bookings at that time */
    submit: (allowOverlap: boolean) => {
      if (!check()) return
      const appointment = { ...toNewAppointment(forms.appointment.form.getValues(), timeZone), allowOverlap }
      booking.send({
        customer: createsCustomer
          ? { values: withContacts(forms.customer.values()) }
          : { id: chosenCustomerId },
        location: createsLocation
          ? { values: copiesAddress ? placeOf(forms.customer.values()) : forms.location.values() }
          : { id: chosenLocationId },
        job: choices.hasJob ? { ...forms.job.values(), appointments: [appointment] } : undefined,
      })
    },
  }
}

/** Shows why a part was refused, in the section that has its fields. */
function refuse(
  forms: Readonly<Record<'customer' | 'location' | 'job' | 'appointment', SectionForm>>,
  { part, reason, paths }: RefusedPartError,
): void {
  const appointmentPath = 'body.appointments.0.'
  if (part === 'job' && paths.length > 0 && paths.every((path) => path.startsWith(appointmentPath)))
    forms.appointment.refuse(reason, appointmentPath)
  else forms[part].refuse(reason)
}

/** The values of a new customer, with a contact for the number and the address that were given. */
function withContacts({ phone, email, ...values }: Record<string, unknown>): Record<string, unknown> {
  const contacts = [
    ...(phone ? [{ type: 'MobilePhone', value: phone }] : []),
    ...(email ? [{ type: 'Email', value: email }] : []),
  ]
  return { ...values, contacts }
}

/** A location at the address of the customer, with the same name. */
function placeOf(customer: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(['name', ...addressNames].map((name) => [name, customer[name]]))
}
