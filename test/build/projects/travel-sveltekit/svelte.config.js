import adapter from '@sveltejs/adapter-node';

// Without a name the version is the time of the build, and shows in every page.
export default { kit: { adapter: adapter(), version: { name: '1' } } };
