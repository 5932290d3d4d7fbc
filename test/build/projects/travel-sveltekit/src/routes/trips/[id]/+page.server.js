import { error } from '@sveltejs/kit';
import { find } from '$lib/trips.js';

export const load = ({ params }) => find(params.id) ?? error(404, 'No such trip');
