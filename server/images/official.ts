/** Docker Hub's official images, which have names of one word (github.com/docker-library/official-images, library/). */
const names: ReadonlySet<string> = new Set(
  `adminer aerospike almalinux alpine alt amazoncorretto amazonlinux api-firewall arangodb archlinux azul-zulu backdrop bash bonita
buildpack-deps busybox caddy cassandra centos chronograf cirros clearlinux clefos clickhouse clojure composer convertigo couchbase couchdb
crate dart debian docker drupal eclipse-mosquitto eclipse-temurin eggdrop elasticsearch elixir emqx erlang espocrm fedora flink fluentd
friendica gazebo gcc geonetwork ghost golang gradle groovy haproxy haskell haxe hello-world hitch httpd hylang ibm-semeru-runtimes ibmjava
influxdb irssi java jetty joomla jruby julia kapacitor kibana kong krakend lightstreamer liquibase logstash mageia mariadb matomo maven
mediawiki memcached mongo mongo-express monica mono mysql nats neo4j neurodebian nextcloud nginx nim node notary odoo open-liberty openjdk
opensuse oraclelinux orientdb percona perl photon php php-zendserver phpmyadmin plone postfixadmin postgres pypy python r-base rabbitmq
rakudo-star redis redmine registry rethinkdb rocket.chat rockylinux ros ruby rust sapmachine satosa scratch silverpeas sl solr sonarqube
spark spiped storm swarm swift swipl teamspeak telegraf tomcat tomee traefik ubuntu unit vault varnish websphere-liberty wordpress xwiki
yourls znc zookeeper consul`.split(/\s+/),
);

/** Is there an official image of this name (without tag), today or in former times? */
export function isOfficialImage(name: string): boolean {
  return names.has(name);
}
