/** Packages that do what the kernel or a device lets only root do, or those whom somebody gave the right to. */
import type { Project } from '../project/facts.ts';

/** What another user than root lacks, as half a sentence after the package's name. */
type Right =
  'opens raw sockets' | 'opens devices' | "talks to Docker's socket" | "changes the kernel's network";

const raw = 'opens raw sockets';
const devices = 'opens devices';
const docker = "talks to Docker's socket";
const network = "changes the kernel's network";

/** From the packages' own pages: ICMP and captured packets need CAP_NET_RAW, devices and sockets belong to root or a group. */
const npm: Readonly<Record<string, Right>> = {
  'raw-socket': raw, 'net-ping': raw, pcap: raw, cap: raw, 'arp-a': raw,
  serialport: devices, '@serialport/bindings-cpp': devices, 'i2c-bus': devices, 'spi-device': devices, onoff: devices, pigpio: devices,
  'rpi-gpio': devices, usb: devices, 'node-hid': devices, '@abandonware/noble': devices, '@abandonware/bluetooth-hci-socket': devices,
  dockerode: docker, 'docker-modem': docker, 'node-docker-api': docker,
}; // prettier-ignore
const pypi: Readonly<Record<string, Right>> = {
  scapy: raw, ping3: raw, icmplib: raw, pythonping: raw, 'aioping': raw, pcapy: raw, 'pypcap': raw, pyshark: raw,
  pyserial: devices, 'rpi-gpio': devices, gpiozero: devices, smbus: devices, smbus2: devices, spidev: devices, pyusb: devices, hidapi: devices, bleak: devices,
  docker: docker, 'docker-py': docker, aiodocker: docker,
  pyroute2: network, 'python-iptables': network,
}; // prettier-ignore
/** By the beginning of the module's path. */
const go: Readonly<Record<string, Right>> = {
  'github.com/prometheus-community/pro-bing': raw, 'github.com/go-ping/ping': raw, 'github.com/tatsushid/go-fastping': raw,
  'github.com/google/gopacket': raw, 'github.com/gopacket/gopacket': raw, 'github.com/mdlayher/raw': raw, 'github.com/mdlayher/packet': raw,
  'github.com/tarm/serial': devices, 'go.bug.st/serial': devices, 'periph.io/x': devices, 'github.com/google/gousb': devices, 'github.com/karalabe/hid': devices,
  'github.com/docker/docker': docker, 'github.com/moby/moby': docker, 'github.com/fsouza/go-dockerclient': docker,
  'github.com/vishvananda/netlink': network, 'github.com/coreos/go-iptables': network, 'github.com/cilium/ebpf': network, 'golang.zx2c4.com/wireguard': network,
}; // prettier-ignore
const crates: Readonly<Record<string, Right>> = {
  pnet: raw, 'surge-ping': raw, pcap: raw, fastping_rs: raw, 'rawsocket': raw,
  serialport: devices, 'tokio-serial': devices, rusb: devices, hidapi: devices, rppal: devices, i2cdev: devices, spidev: devices, btleplug: devices,
  bollard: docker, 'docker-api': docker, shiplift: docker,
  rtnetlink: network, aya: network, 'tun-tap': network, tun: network,
}; // prettier-ignore
const gems: Readonly<Record<string, Right>> = {
  'net-ping': raw,
  pcaprub: raw,
  serialport: devices,
  'docker-api': docker,
};

/** The first package of the project that needs such a right: `serialport opens devices`; undefined when none is known to. */
export function neededRight(project: Project): string | undefined {
  const [table, names] = packagesOf(project);
  for (const name of names) if (Object.hasOwn(table, name)) return `${name} ${table[name]!}`;
  if (project.kind !== 'go') return undefined;
  for (const module of names) {
    const key = Object.keys(table).find((known) => module.startsWith(`${known}/`));
    if (key !== undefined) return `${module} ${table[key]!}`;
  }
  return undefined;
}

function packagesOf(project: Project): readonly [Readonly<Record<string, Right>>, readonly string[]] {
  switch (project.kind) {
    case 'node':
      return [npm, [...Object.keys(project.dependencies), ...Object.keys(project.optionalDependencies)]];
    case 'python':
      return [pypi, [...project.requirements, ...project.tools].flatMap(({ packages }) => packages)];
    case 'go':
      return [go, project.direct];
    case 'rust':
      return [crates, project.dependencies.filter(({ kind }) => kind === 'normal').map(({ name }) => name)];
    case 'ruby':
      return [gems, project.gems.filter(({ groups }) => groups.includes('default') || groups.includes('production')).map(({ name }) => name)]; // prettier-ignore
    default:
      return [{}, []];
  }
}
