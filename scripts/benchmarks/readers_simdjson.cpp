// The eight fields of bench-readers by simdjson's on-demand parser, for scripts/benchmarks/readers.
//
//   readers_simdjson objects|blocks|member|array FILE [one-thread]
//
// objects: the whole file in memory, `iterate_many` with its first stage on a second thread unless
// one-thread is said; blocks: a reused buffer of 1 MiB at a time, on one thread; member and array:
// the whole file as one document. Prints one line of JSON; `parse` is `seconds` without loading.

#include <simdjson.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

namespace ondemand = simdjson::ondemand;

namespace {

constexpr size_t blockBytes = 1 << 20;

struct Sums {
  size_t records = 0, id = 0, start = 0, end = 0, contact = 0, address = 0, messages = 0, text = 0;
  int64_t score = 0;
};

double now() {
  auto time = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double>(time).count();
}

// The length of a text with its escapes resolved; 0 of null.
size_t length(simdjson::simdjson_result<ondemand::value> found) {
  ondemand::value value = found.value();
  if (value.is_null()) return 0;
  return value.get_string().value().size();
}

void add(Sums &sums, ondemand::object conversation) {
  sums.records += 1;
  sums.id += length(conversation["conversationId"]);
  sums.start += length(conversation["conversationStart"]);
  sums.end += length(conversation["conversationEnd"]);
  ondemand::array participants = conversation["participants"].get_array();
  for (ondemand::object first : participants) {
    sums.contact += length(first["externalContactId"]);
    sums.address += length(first["address"]);
    break;
  }
  for (ondemand::object message : conversation["messages"].get_array()) {
    sums.messages += 1;
    sums.text += length(message["text"]);
  }
  ondemand::value survey = conversation["survey"].value();
  if (!survey.is_null()) sums.score += survey["score"].get_int64().value();
}

// Reads objects that follow each other; SIMDJSON_PADDING bytes may be read behind them.
void addMany(Sums &sums, ondemand::parser &parser, const char *bytes, size_t size) {
  ondemand::document_stream stream;
  auto error = parser.iterate_many(bytes, size, blockBytes).get(stream);
  if (error) throw simdjson::simdjson_error(error);
  for (auto document : stream) add(sums, document.get_object().value());
  if (stream.truncated_bytes() > 0) throw std::runtime_error("the last record is cut off");
}

// Whole lines of the file, a block at a time, in memory that stays in the cache.
void addBlocks(Sums &sums, ondemand::parser &parser, const std::string &path) {
  FILE *file = fopen(path.c_str(), "rb");
  if (!file) throw std::runtime_error("the file cannot be opened");
  std::vector<char> memory(blockBytes + simdjson::SIMDJSON_PADDING);
  size_t kept = 0;
  while (size_t read = fread(memory.data() + kept, 1, blockBytes - kept, file)) {
    size_t count = kept + read;
    auto last = static_cast<char *>(memrchr(memory.data(), '\n', count));
    if (!last) throw std::runtime_error("a record is larger than a block");
    size_t whole = last + 1 - memory.data();
    addMany(sums, parser, memory.data(), whole);
    kept = count - whole;
    memmove(memory.data(), last + 1, kept);
  }
  fclose(file);
  if (kept > 0) throw std::runtime_error("the last line has no end");
}

void addDocument(
    Sums &sums, ondemand::parser &parser, const simdjson::padded_string &text, bool isMember) {
  auto document = parser.iterate(text);
  ondemand::array records =
      isMember ? document["conversations"].get_array() : document.get_array();
  for (ondemand::object record : records) add(sums, record);
}

void print(const Sums &sums, double seconds, double parse) {
  printf(
      "{\"records\":%zu,\"sums\":{\"id\":%zu,\"start\":%zu,\"end\":%zu,\"contact\":%zu,"
      "\"address\":%zu,\"messages\":%zu,\"text\":%zu,\"score\":%lld},\"seconds\":%.6f,"
      "\"parse\":%.6f,\"implementation\":\"%s\",\"version\":\"%d.%d.%d\"}\n",
      sums.records, sums.id, sums.start, sums.end, sums.contact, sums.address, sums.messages,
      sums.text, static_cast<long long>(sums.score), seconds, parse,
      simdjson::get_active_implementation()->name().c_str(), simdjson::SIMDJSON_VERSION_MAJOR,
      simdjson::SIMDJSON_VERSION_MINOR, simdjson::SIMDJSON_VERSION_REVISION);
}

}  // namespace

int main(int count, char **words) {
  if (count < 3) {
    fprintf(stderr, "usage: readers_simdjson objects|blocks|member|array FILE [one-thread]\n");
    return 64;
  }
  std::string task = words[1], path = words[2];
  try {
    double started = now();
    ondemand::parser parser;
    parser.threaded = task != "blocks" && count == 3;
    Sums sums;
    double loaded = started;
    if (task == "blocks") {
      addBlocks(sums, parser, path);
    } else {
      simdjson::padded_string text = simdjson::padded_string::load(path);
      loaded = now();
      if (task == "objects") {
        addMany(sums, parser, text.data(), text.size());
      } else {
        addDocument(sums, parser, text, task == "member");
      }
    }
    double ended = now();
    print(sums, ended - started, ended - loaded);
  } catch (const std::exception &error) {
    fprintf(stderr, "readers_simdjson: %s\n", error.what());
    return 1;
  }
}
