import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { withTax } from '@shop/prices';

const { cents } = await yargs(hideBin(process.argv))
  .option('cents', { type: 'number', demandOption: true })
  .parse();
console.log(withTax(cents, 19));
