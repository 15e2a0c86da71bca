// Site cameras: who may register one, what its address may hold, online and offline.
#include "engine/kinds/site_camera.hpp"

#include "tests/engine/kinds/insurance_world.hpp"

using namespace surety;
using namespace surety::tests;
using namespace surety::tests::insurance;
using namespace surety::site_camera;

namespace {

Register gate() { return {"P-1", "大门", "项目东门", "rtsp://video.example.cn/p-1/gate"}; }

Scenario registered() {
  auto s = under_policy(kind(), "V-1");
  s.as(as_insurer).when(gate());
  return s;
}

}  // namespace

TEST_CASE("site camera: registered by the site's contractor or the insurer of its policy") {
  auto s = registered();
  s.then_state("online");
  CHECK(s.state<State>().policy == "B-1");
  CHECK(s.state<State>().insurer == the_insurer);
  CHECK(s.state<State>().contractor.value == the_contractor.value);
  under_policy(kind(), "V-1").as(as_contractor).when(gate()).then_state("online");
  under_policy(kind(), "V-1")
      .as(insurer(other_insurer.value))
      .when(gate())
      .then_refused(Code::unknown_reference);
  under_policy(kind(), "V-1").as(as_regulator).when(gate()).then_refused(Code::unknown_reference);
}

TEST_CASE("site camera: an address plays, and holds nothing that must stay secret") {
  for (const char* address : {"rtsp://user:word@video.example.cn/1",
                              "https://video.example.cn/1?token=abc", "http://v.cn/1#t=1"}) {
    auto c = gate();
    c.stream_address = address;
    under_policy(kind(), "V-1").as(as_insurer).when(c).then_problem("/stream_address",
                                                                   "credentials-in-address");
  }
  for (const char* address : {"video.example.cn/1", "rtsp://", "file:///etc/passwd"}) {
    auto c = gate();
    c.stream_address = address;
    under_policy(kind(), "V-1").as(as_insurer).when(c).then_problem("/stream_address",
                                                                   "stream-address");
  }
  Update moved;
  moved.stream_address = "https://a:b@video.example.cn/1";
  registered().when(moved).then_problem("/stream_address", "credentials-in-address");
  moved.stream_address = "https://video.example.cn/1.m3u8";
  registered().when(moved).then(Updated{moved});
}

// proves QZI-07
TEST_CASE("site camera: offline, online again, removed") {
  auto s = registered();
  s.when(ReportOnline{}).then_refused(Code::not_in_this_state);
  s.when(ReportOffline{}).then(OfflineReported{}).then_state("offline");
  CHECK(s.state<State>().offline_since);
  s.as(as_contractor).when(ReportOnline{}).then_state("online");
  CHECK_FALSE(s.state<State>().offline_since);
  s.as(insurer(other_insurer.value)).when(Remove{"完工"}).then_refused(Code::forbidden);
  s.as(as_insurer).when(Remove{"完工"}).then(Removed{{"完工"}}).then_state("removed");
  s.when(Update{}).then_refused(Code::not_in_this_state);
}
