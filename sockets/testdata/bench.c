// The work of the benchmarks in C: blocking sockets, a thread for each
// connection. What the system itself takes, and so what no library goes below.
//
//     bench WORK N SIZE CONNECTIONS TIMEOUT_MS
//
// prints the nanoseconds that N operations have taken. 0 ms is no timeout.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static const char *work;
static long n, size, conns, timeout_ms;
static int listener;
static struct sockaddr_in addr;

static void die(const char *what) {
	perror(what);
	exit(1);
}

static void check(long result, const char *what) {
	if (result < 0)
		die(what);
}

static long long now(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

// ready_to_use sets what all implementations set.
static int ready_to_use(int fd) {
	int on = 1;
	struct timeval t = {timeout_ms / 1000, timeout_ms % 1000 * 1000};
	check(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on), "TCP_NODELAY");
	if (timeout_ms > 0) {
		check(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t), "SO_RCVTIMEO");
		check(setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &t, sizeof t), "SO_SNDTIMEO");
	}
	return fd;
}

static void listen_anywhere(void) {
	socklen_t len = sizeof addr;
	addr.sin_family = AF_INET;
	addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	check(listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
	check(bind(listener, (struct sockaddr *)&addr, sizeof addr), "bind");
	check(listen(listener, 4096), "listen");
	check(getsockname(listener, (struct sockaddr *)&addr, &len), "getsockname");
}

static int dial(void) {
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	check(fd, "socket");
	check(connect(fd, (struct sockaddr *)&addr, sizeof addr), "connect");
	return ready_to_use(fd);
}

static int take(void) {
	int fd = accept4(listener, 0, 0, SOCK_CLOEXEC);
	check(fd, "accept");
	return ready_to_use(fd);
}

static void send_all(int fd, const char *p, long left) {
	while (left > 0) {
		long sent = send(fd, p, left, MSG_NOSIGNAL);
		check(sent, "send");
		p += sent;
		left -= sent;
	}
}

static void recv_all(int fd, char *p, long left) {
	while (left > 0) {
		long got = recv(fd, p, left, 0);
		if (got <= 0)
			die("recv");
		p += got;
		left -= got;
	}
}

static void *echo(void *fd) {
	char *p = malloc(size);
	for (long got; (got = recv((int)(long)fd, p, size, 0)) > 0;)
		send_all((int)(long)fd, p, got);
	free(p);
	close((int)(long)fd);
	return 0;
}

static void *drain(void *fd) {
	long room = 256 << 10;
	char *p = malloc(room);
	while (recv((int)(long)fd, p, room, 0) > 0)
		;
	free(p);
	close((int)(long)fd);
	return 0;
}

// A client has its share of the operations.
struct client {
	pthread_t thread, server;
	int fd;
	long times;
};

static void *ask(void *self) {
	struct client *c = self;
	char *p = calloc(1, size);
	for (long i = 0; i < c->times; i++) {
		send_all(c->fd, p, size);
		recv_all(c->fd, p, size);
	}
	free(p);
	return 0;
}

static void *pour(void *self) {
	struct client *c = self;
	char *p = calloc(1, size);
	for (long i = 0; i < c->times; i++)
		send_all(c->fd, p, size);
	free(p);
	shutdown(c->fd, SHUT_WR);
	pthread_join(c->server, 0); // all of it has been received
	return 0;
}

static void *visit(void *self) {
	struct client *c = self;
	struct linger reset = {1, 0};
	char p[1];
	for (long i = 0; i < c->times; i++) {
		int fd = dial();
		if (recv(fd, p, 1, 0) != 0)
			die("the end");
		check(setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset), "SO_LINGER");
		close(fd);
	}
	return 0;
}

static void *accept_and_close(void *unused) {
	for (long i = 0; i < n; i++)
		close(take());
	return unused;
}

static long long on_connections(void *(*client)(void *), void *(*server)(void *)) {
	struct client *all = calloc(conns, sizeof *all);
	for (long i = 0; i < conns; i++) {
		all[i].times = n / conns + (i < n % conns);
		all[i].fd = dial();
		pthread_create(&all[i].server, 0, server, (void *)(long)take());
	}
	long long begun = now();
	for (long i = 0; i < conns; i++)
		pthread_create(&all[i].thread, 0, client, &all[i]);
	for (long i = 0; i < conns; i++)
		pthread_join(all[i].thread, 0);
	return now() - begun;
}

static long long connections(void) {
	struct client *all = calloc(conns, sizeof *all);
	pthread_t server;
	long long begun = now();
	pthread_create(&server, 0, accept_and_close, 0);
	for (long i = 0; i < conns; i++) {
		all[i].times = n / conns + (i < n % conns);
		pthread_create(&all[i].thread, 0, visit, &all[i]);
	}
	for (long i = 0; i < conns; i++)
		pthread_join(all[i].thread, 0);
	pthread_join(server, 0);
	return now() - begun;
}

static long long ready(void) {
	enum { stock = 32 << 10 };
	char *p = calloc(1, stock);
	int from = dial(), to = take();
	long long taken = 0;
	for (long left = n; left > 0; left -= stock) {
		send_all(from, p, stock);
		long long begun = now();
		for (long i = 0; i < stock && i < left; i++)
			recv_all(to, p, 1);
		taken += now() - begun;
	}
	return taken;
}

int main(int argc, char **argv) {
	if (argc != 6)
		return fprintf(stderr, "bench WORK N SIZE CONNECTIONS TIMEOUT_MS\n"), 2;
	work = argv[1], n = atol(argv[2]), size = atol(argv[3]), conns = atol(argv[4]), timeout_ms = atol(argv[5]);
	listen_anywhere();
	long long taken;
	if (!strcmp(work, "ready"))
		taken = ready();
	else if (!strcmp(work, "pingpong") || !strcmp(work, "echo"))
		taken = on_connections(ask, echo);
	else if (!strcmp(work, "stream"))
		taken = on_connections(pour, drain);
	else if (!strcmp(work, "connections"))
		taken = connections();
	else
		return fprintf(stderr, "no such work: %s\n", work), 2;
	printf("%lld\n", taken);
	return 0;
}
