// SPDX-License-Identifier: MIT
#include "bpf_support/cgroups/cgroup_labels.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace hookline::bpf {
namespace {

constexpr std::string_view kSlice = ".slice";

// systemd.resource-control(5): the units that have cgroups.
constexpr std::array<std::string_view, 6> kUnitSuffixes = {".service", ".scope", ".socket", ".mount", ".swap", kSlice};

// What stands before the id in the name of a container's cgroup, and whose it is. That of conmon, which watches over a
// container of podman or CRI-O, has another one ("libpod-conmon-").
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kRuntimes = {{
    {"docker-", "docker"},
    {"cri-containerd-", "containerd"},
    {"nerdctl-", "containerd"},
    {"crio-", "cri-o"},
    {"libpod-", "podman"},
    {"libpod-payload-", "podman"},  // podman-run(1): --cgroups=split
}};

bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

bool take_prefix(std::string_view& text, std::string_view prefix)
{
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

bool take_suffix(std::string_view& text, std::string_view suffix)
{
    if (!text.ends_with(suffix)) return false;
    text.remove_suffix(suffix.size());
    return true;
}

// systemd.unit(5): what names are made of.
bool is_unit(std::string_view name)
{
    constexpr std::size_t kLongest = 255;
    constexpr std::string_view kSigns = ":-_.\\@";
    const auto is_allowed = [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               kSigns.find(c) != std::string_view::npos;
    };
    const auto has_suffix = [name](auto suffix) { return name.size() > suffix.size() && name.ends_with(suffix); };
    return name.size() <= kLongest && std::any_of(kUnitSuffixes.begin(), kUnitSuffixes.end(), has_suffix) &&
           std::all_of(name.begin(), name.end(), is_allowed);
}

// The id of a container is a SHA-256 of random bytes.
bool is_container_id(std::string_view text)
{
    constexpr std::size_t kDigits = 64;
    return text.size() == kDigits && std::all_of(text.begin(), text.end(), is_hex);
}

// A UUID, or of a static pod, which has its manifest's MD5, 32 digits.
bool is_pod_uid(std::string_view text, char dash)
{
    constexpr std::size_t kUuid = 36;
    constexpr std::size_t kDigest = 32;
    const auto dashes = std::count(text.begin(), text.end(), dash);
    const bool has_form = (text.size() == kUuid && dashes == 4) || (text.size() == kDigest && dashes == 0);
    return has_form && std::all_of(text.begin(), text.end(), [dash](char c) { return c == dash || is_hex(c); });
}

// One step of a path after the other, from the root on: the innermost is the last to say something.
class Reader {
public:
    void take(std::string_view name)
    {
        take_unit(name);
        if (!take_runc_name(name)) {
            take_container(name);
            take_pod(name);
        }
        is_below_kubepods_ |= name == "kubepods";
        parent_ = name;
    }

    CgroupLabels finish()
    {
        if (labels_.unit.empty()) labels_.unit = slice_;
        return std::move(labels_);
    }

private:
    // systemd puts "_" before a name that the kernel's own files might have, such as "cpu.service".
    void take_unit(std::string_view name)
    {
        take_prefix(name, "_");
        if (is_unit(name)) (name.ends_with(kSlice) ? slice_ : labels_.unit) = name;
    }

    void set_container(std::string_view id, std::string_view runtime)
    {
        labels_.container = id;
        labels_.runtime = runtime;
    }

    bool take_prefixed(std::string_view name)
    {
        for (const auto& [prefix, runtime] : kRuntimes)
            if (auto id = name; take_prefix(id, prefix) && is_container_id(id)) {
                set_container(id, runtime);
                return true;
            }
        return false;
    }

    // "docker-ID.scope" (systemd driver), "crio-ID", and the bare ID, of which only docker's own parent tells the runtime.
    // Below libpod_parent that is podman's pod.
    void take_container(std::string_view name)
    {
        take_suffix(name, ".scope");
        if (take_prefixed(name) || !is_container_id(name) || parent_ == "libpod_parent") return;
        set_container(name, parent_ == "docker" ? "docker" : "");
    }

    // "SLICE:PREFIX:ID": how kubelet's systemd driver asks runc for a cgroup, and what a runtime with the other driver
    // takes for its name.
    bool take_runc_name(std::string_view name)
    {
        const auto first = name.find(':');
        const auto second = name.find(':', first + 1);
        if (first == std::string_view::npos || second == std::string_view::npos) return false;
        const auto prefix = name.substr(first + 1, second - first - 1);
        const auto id = name.substr(second + 1);
        if (!is_container_id(id)) return false;
        const auto known = std::find_if(kRuntimes.begin(), kRuntimes.end(), [prefix](const auto& one) {
            return one.first.substr(0, one.first.size() - 1) == prefix;
        });
        set_container(id, known == kRuntimes.end() ? std::string_view() : known->second);
        take_pod(name.substr(0, first));
        return true;
    }

    // Kubelet's drivers: "kubepods-burstable-podUID.slice" with "_" for the dashes of the uid, "kubepods/burstable/podUID".
    void take_pod(std::string_view name)
    {
        if (take_suffix(name, kSlice)) {
            const auto pod = name.rfind("-pod");
            if (pod == std::string_view::npos || name.substr(0, pod).find("kubepods") == std::string_view::npos) return;
            set_pod(name.substr(pod + 4), '_');
        } else if (is_below_kubepods_ && take_prefix(name, "pod")) {
            set_pod(name, '-');
        }
    }

    void set_pod(std::string_view uid, char dash)
    {
        if (!is_pod_uid(uid, dash)) return;
        labels_.pod = uid;
        std::replace(labels_.pod.begin(), labels_.pod.end(), dash, '-');
    }

    CgroupLabels labels_;
    std::string_view slice_;
    std::string_view parent_;
    bool is_below_kubepods_ = false;
};

}  // namespace

CgroupLabels labels_of(std::string_view path)
{
    Reader reader;
    while (!path.empty()) {
        const auto end = std::min(path.find('/'), path.size());
        if (end != 0) reader.take(path.substr(0, end));
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return reader.finish();
}

}  // namespace hookline::bpf
