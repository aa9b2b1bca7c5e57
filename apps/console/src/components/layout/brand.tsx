import classes from './brand.module.css'

/** The logo and the name. */
export function Brand() {
  return (
    <span className={classes.brand}>
      <img src="/icon.svg" alt="" width={26} height={26} />
      <span>LAZI Data</span>
    </span>
  )
}
