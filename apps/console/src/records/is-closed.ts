/** Whether a job is completed or canceled: its appointments do not change then. @param status of the job */
export const isClosed = (status: string | null | undefined): boolean =>
  status === 'Completed' || status === 'Canceled'
