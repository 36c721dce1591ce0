// SPDX-License-Identifier: MIT
// What the path of a cgroup says: the systemd unit, the container and the pod that it belongs to.
#pragma once

#include <string>
#include <string_view>

namespace hookline::bpf {

// Empty: the path does not say. Views are into the path, or live for ever.
struct CgroupLabels {
    std::string_view unit;       // the innermost that is no slice, else the innermost slice; as systemctl shows it
    std::string_view container;  // the innermost: 64 hexadecimal digits
    std::string_view runtime;    // "docker", "containerd", "cri-o", "podman"
    std::string pod;             // uid of the Kubernetes pod, with dashes
};

CgroupLabels labels_of(std::string_view path);

// A cgroup's path with its labels. They are views into it: it stays where it is.
class NamedCgroup {
public:
    explicit NamedCgroup(std::string path) : path_(std::move(path)), labels_(labels_of(path_)) {}
    NamedCgroup(const NamedCgroup&) = delete;
    NamedCgroup& operator=(const NamedCgroup&) = delete;
    NamedCgroup(NamedCgroup&&) = delete;
    NamedCgroup& operator=(NamedCgroup&&) = delete;
    ~NamedCgroup() = default;

    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] const CgroupLabels& labels() const { return labels_; }

private:
    std::string path_;
    CgroupLabels labels_;
};

}  // namespace hookline::bpf
