// SPDX-License-Identifier: MIT
// Paths as systemd, the container runtimes and kubelet make them, and some that nobody should.
#define BOOST_TEST_MODULE unit_cgroups
#include "bpf_support/cgroups/cgroup_labels.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

using hookline::bpf::labels_of;

const std::string kId = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const std::string kInner = "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210";
const std::string kUid = "9692aa0e-748e-11e8-8dfa-76d458035df6";
const std::string kUidInSlice = "9692aa0e_748e_11e8_8dfa_76d458035df6";
const std::string kDigest = "1864dd0546310be9937c37cf88024cb8";  // of a static pod

struct Case {
    std::string path;
    std::string unit;
    std::string container;
    std::string runtime;
    std::string pod;
};

void check(const Case& expected)
{
    const auto labels = labels_of(expected.path);
    BOOST_TEST_CONTEXT(expected.path.substr(0, 300))
    {
        BOOST_TEST(labels.unit == expected.unit);
        BOOST_TEST(labels.container == expected.container);
        BOOST_TEST(labels.runtime == expected.runtime);
        BOOST_TEST(labels.pod == expected.pod);
    }
}

BOOST_AUTO_TEST_CASE(units)
{
    check({"/"});
    check({"/init.scope", "init.scope"});
    check({"/system.slice", "system.slice"});
    check({"/system.slice/nginx.service", "nginx.service"});
    check({"/system.slice/system-getty.slice/getty@tty1.service", "getty@tty1.service"});
    check({"/system.slice/system-systemd\\x2dfsck.slice/systemd-fsck@dev-disk-by\\x2duuid-1.service",
           "systemd-fsck@dev-disk-by\\x2duuid-1.service"});
    check({"/system.slice/boot-efi.mount", "boot-efi.mount"});
    check({"/system.slice/docker.socket", "docker.socket"});
    check({"/system.slice/dev-sda2.swap", "dev-sda2.swap"});
    check({"/user.slice/user-1000.slice/session-3.scope", "session-3.scope"});
    check({"/user.slice/user-1000.slice", "user-1000.slice"});
    check({"/user.slice/user-1000.slice/user@1000.service/init.scope", "init.scope"});
    check({"/user.slice/user-1000.slice/user@1000.service/app.slice/app-org.gnome.Terminal.slice/vte-spawn-1f.scope",
           "vte-spawn-1f.scope"});
    check({"/user.slice/user-1000.slice/user@1000.service/app.slice", "user@1000.service"});
}

BOOST_AUTO_TEST_CASE(what_a_service_has_below_itself_is_of_the_service)
{
    check({"/system.slice/postgresql@15-main.service/workers/7", "postgresql@15-main.service"});
    check({"/system.slice/foo.service/runtime", "foo.service"});
}

BOOST_AUTO_TEST_CASE(systemd_puts_a_line_before_names_that_the_kernel_may_have)
{
    check({"/system.slice/_cpu.service", "cpu.service"});
}

BOOST_AUTO_TEST_CASE(docker)
{
    check({"/system.slice/docker-" + kId + ".scope", "docker-" + kId + ".scope", kId, "docker"});
    check({"/docker/" + kId, "", kId, "docker"});
    check({"/user.slice/user-1000.slice/user@1000.service/user.slice/docker-" + kId + ".scope",
           "docker-" + kId + ".scope", kId, "docker"});
    check({"/build.slice/docker-" + kId + ".scope/init", "docker-" + kId + ".scope", kId, "docker"});
    check({"/ecs/0123456789abcdef0123456789abcdef/" + kId, "", kId, ""});  // --cgroup-parent
    check({"/system.slice/docker.service", "docker.service"});
}

BOOST_AUTO_TEST_CASE(containers_in_containers_are_named_by_the_innermost)
{
    check({"/docker/" + kId + "/docker/" + kInner, "", kInner, "docker"});
    check({"/system.slice/docker-" + kId + ".scope/system.slice/nginx.service", "nginx.service", kId, "docker"});
    check({"/docker/" + kId + "/kubelet/kubepods/burstable/pod" + kUid + "/" + kInner, "", kInner, "", kUid});
    check({"/kubepods/pod" + kUid + "/" + kId + "/docker/" + kInner, "", kInner, "docker", kUid});
}

BOOST_AUTO_TEST_CASE(podman)
{
    const auto scope = "libpod-" + kId + ".scope";
    check({"/machine.slice/" + scope, scope, kId, "podman"});
    check({"/machine.slice/" + scope + "/container", scope, kId, "podman"});
    check({"/user.slice/user-1000.slice/user@1000.service/user.slice/" + scope, scope, kId, "podman"});
    check({"/machine.slice/machine-libpod_pod_" + kInner + ".slice/" + scope + "/container", scope, kId, "podman"});
    check({"/libpod_parent/libpod-" + kId, "", kId, "podman"});
    check({"/system.slice/web.service/libpod-payload-" + kId, "web.service", kId, "podman"});
    // conmon, and what a pod of podman has of its own
    check({"/machine.slice/libpod-conmon-" + kId + ".scope", "libpod-conmon-" + kId + ".scope"});
    check({"/libpod_parent/" + kInner});
    check({"/machine.slice/machine-libpod_pod_" + kInner + ".slice", "machine-libpod_pod_" + kInner + ".slice"});
}

BOOST_AUTO_TEST_CASE(kubernetes_with_the_systemd_driver)
{
    const auto burstable = "kubepods-burstable-pod" + kUidInSlice + ".slice";
    const auto above = "/kubepods.slice/kubepods-burstable.slice/" + burstable;
    const auto containerd = "cri-containerd-" + kId + ".scope";
    check({above, burstable, "", "", kUid});
    check({above + "/" + containerd, containerd, kId, "containerd", kUid});
    check({above + "/crio-" + kId + ".scope", "crio-" + kId + ".scope", kId, "cri-o", kUid});
    check({above + "/crio-" + kId + ".scope/container", "crio-" + kId + ".scope", kId, "cri-o", kUid});
    check({above + "/crio-conmon-" + kId + ".scope", "crio-conmon-" + kId + ".scope", "", "", kUid});
    check({above + "/docker-" + kId + ".scope", "docker-" + kId + ".scope", kId, "docker", kUid});
    check({"/kubepods.slice/kubepods-pod" + kUidInSlice + ".slice/" + containerd, containerd, kId, "containerd", kUid});
    check({"/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod" + kDigest + ".slice/" + containerd,
           containerd, kId, "containerd", kDigest});
    check({"/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-besteffort.slice/kubelet-kubepods-besteffort-pod" +
               kUidInSlice + ".slice/" + containerd,
           containerd, kId, "containerd", kUid});
    check({"/kubepods.slice/kubepods-burstable.slice", "kubepods-burstable.slice"});
}

BOOST_AUTO_TEST_CASE(kubernetes_with_the_cgroupfs_driver)
{
    check({"/kubepods/burstable/pod" + kUid + "/" + kId, "", kId, "", kUid});
    check({"/kubepods/besteffort/pod" + kDigest + "/" + kId, "", kId, "", kDigest});
    check({"/kubepods/pod" + kUid + "/crio-" + kId, "", kId, "cri-o", kUid});
    check({"/kubepods/pod" + kUid, "", "", "", kUid});
    check({"/kubepods/burstable"});
}

BOOST_AUTO_TEST_CASE(drivers_that_do_not_agree)
{
    const auto name = "kubepods-burstable-pod" + kUidInSlice + ".slice:cri-containerd:" + kId;
    check({"/system.slice/containerd.service/" + name, "containerd.service", kId, "containerd", kUid});
    check({"/" + name, "", kId, "containerd", kUid});
    check({"/system.slice/docker.service/system.slice:docker:" + kId, "docker.service", kId, "docker"});
    check({"/system.slice:acme:" + kId, "", kId, ""});
}

BOOST_AUTO_TEST_CASE(nearly)
{
    check({"/docker/" + kId.substr(1)});
    check({"/docker/" + kId + "0"});
    check({"/docker/0123456789ABCDEF" + kId.substr(16)});
    check({"/docker-" + kId + "x.scope", "docker-" + kId + "x.scope"});
    check({"/kubepods/podman"});
    check({"/kubepods/pod" + kUid + "0"});
    check({"/elsewhere/pod" + kUid});
    check({"/kubepods.slice/kubepods-pod.slice", "kubepods-pod.slice"});
    check({"/a-pod" + kUidInSlice + ".slice", "a-pod" + kUidInSlice + ".slice"});
    check({"/a:b"});
    check({"/a:b:c.service", "a:b:c.service"});
    check({"/.service"});
    check({"/service"});
    check({"/_"});
}

BOOST_AUTO_TEST_CASE(hostile)
{
    check({""});
    check({"//// //"});
    check({"no-slash.service", "no-slash.service"});
    check({"/evil name.service"});
    check({"/evil\xff\x1b[31m.service"});
    check({std::string("/a\0b.service", 12)});
    check({"/system.slice/x.service/\"};drop.service", "x.service"});
    check({"/" + std::string(256 - 8, 'a') + ".service"});
    check({"/" + std::string(255 - 8, 'a') + ".service", std::string(255 - 8, 'a') + ".service"});
    check({"/../../docker/" + kId, "", kId, "docker"});
    check({"(gone 1234)"});
    std::string deep;
    for (int i = 0; i < 100'000; ++i)
        deep += "/x.slice:y:";
    check({deep + "/docker/" + kId, "", kId, "docker"});
    check({"/" + std::string(1'000'000, ':')});
}

}  // namespace
