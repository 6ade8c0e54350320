package io.busport.nat;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class TcpTest {

    /** Netty's own allocator does so too; one that is made by hand reads once, unless it is told. */
    @Test
    void a_line_that_has_come_in_whole_is_read_in_one_turn() {
        EmbeddedChannel channel = new EmbeddedChannel();
        Tcp.tune(channel);
        MaxMessagesRecvByteBufAllocator reads = channel.config().getRecvByteBufAllocator();
        assertThat(reads.maxMessagesPerRead()).isEqualTo(4); // of 16 KiB each: the longest line
        boolean unused = channel.finish();
    }
}
