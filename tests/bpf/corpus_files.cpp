// SPDX-License-Identifier: MIT
#include "corpus_files.hpp"

#include <pcap/pcap.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace hookline::test {
namespace {

CorpusFile read_file(const std::filesystem::path& path)
{
    char words[PCAP_ERRBUF_SIZE] = "";
    const std::unique_ptr<pcap_t, void (*)(pcap_t*)> file(::pcap_open_offline(path.c_str(), words), &::pcap_close);
    if (!file) throw std::runtime_error(path.string() + ": " + words);
    CorpusFile result{path.filename().string(), ::pcap_datalink(file.get()), {}};
    pcap_pkthdr* header = nullptr;
    const std::uint8_t* bytes = nullptr;
    int status = 0;
    while ((status = ::pcap_next_ex(file.get(), &header, &bytes)) == 1)
        result.frames.emplace_back(bytes, bytes + header->caplen);
    if (status == PCAP_ERROR) throw std::runtime_error(path.string() + ": " + ::pcap_geterr(file.get()));
    return result;
}

}  // namespace

std::vector<CorpusFile> corpus_files(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> paths;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(folder, none))
        if (entry.path().filename().string().find("cap") != std::string::npos) paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    std::vector<CorpusFile> files;
    for (const auto& path : paths)
        files.push_back(read_file(path));
    return files;
}

std::size_t frames_in(const std::vector<CorpusFile>& files)
{
    std::size_t count = 0;
    for (const auto& file : files)
        count += file.frames.size();
    return count;
}

}  // namespace hookline::test
