package dev.vernier.keras;

import io.jhdf.FractalHeap;
import io.jhdf.GroupSymbolTableNode;
import io.jhdf.LocalHeap;
import io.jhdf.ObjectHeader;
import io.jhdf.SymbolTableEntry;
import io.jhdf.Utils;
import io.jhdf.btree.BTreeV1;
import io.jhdf.btree.BTreeV2;
import io.jhdf.btree.record.LinkNameForIndexedGroupRecord;
import io.jhdf.dataset.DatasetReader;
import io.jhdf.object.message.AttributeMessage;
import io.jhdf.object.message.LinkInfoMessage;
import io.jhdf.object.message.LinkMessage;
import io.jhdf.object.message.SymbolTableMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A group of an HDF5 file: attributes, and other groups and data by name. Links that lead elsewhere are refused.
final class Hdf5Group {
    private static final int SOFT_LINK = 2;
    private static final long UNDEFINED = -1;
    private static final long MOST_STRINGS = 1 << 16;

    private final Hdf5 file;
    private final String path;
    private final ObjectHeader header;
    private final Map<String, Long> members = new HashMap<>();
    private boolean isRead;

    Hdf5Group(Hdf5 file, String path, long address) {
        this.file = file;
        this.path = path;
        this.header = ObjectHeader.readObjectHeader(file.storage(), address);
    }

    /// Whether it holds something of that name; a path has no meaning here.
    boolean has(String name) {
        return members().containsKey(name);
    }

    /// @throws dev.vernier.tensor.InputException where there is none, or the file is damaged
    Hdf5Group group(String name) {
        long address = address(name);
        return file.guarded(() -> new Hdf5Group(file, path + "/" + name, address));
    }

    /// The group or data at a path below.
    Hdf5Data data(String below) {
        int slash = below.indexOf('/');
        if (slash >= 0) {
            return group(below.substring(0, slash)).data(below.substring(slash + 1));
        }
        long address = address(below);
        return file.guarded(() -> new Hdf5Data(file, path + "/" + below,
                ObjectHeader.readObjectHeader(file.storage(), address)));
    }

    private long address(String name) {
        Long address = members().get(name);
        if (address == null) {
            throw new IllegalArgumentException("no '" + path + "/" + name + "' in the file, needed it");
        }
        if (address == UNDEFINED) {
            throw new IllegalArgumentException(
                    "'" + path + "/" + name + "' is a link elsewhere, needed the data itself");
        }
        return address;
    }

    private Map<String, Long> members() {
        if (!isRead) {
            file.guarded(() -> {
                if (header.hasMessageOfType(SymbolTableMessage.class)) {
                    readTable(header.getMessageOfType(SymbolTableMessage.class));
                } else {
                    readLinks();
                }
                return members;
            });
            isRead = true;
        }
        return members;
    }

    private void readTable(SymbolTableMessage table) {
        ByteBuffer names = new LocalHeap(file.storage(), table.getLocalHeapAddress()).getDataBuffer();
        for (long child : BTreeV1.createGroupBTree(file.storage(), table.getBTreeAddress()).getChildAddresses()) {
            for (SymbolTableEntry entry : new GroupSymbolTableNode(file.storage(), child).getSymbolTableEntries()) {
                names.position(entry.getLinkNameOffset());
                members.put(Utils.readUntilNull(names),
                        entry.getCacheType() == SOFT_LINK ? UNDEFINED : entry.getObjectHeaderAddress());
            }
        }
    }

    private void readLinks() {
        List<LinkMessage> links = new ArrayList<>(header.getMessagesOfType(LinkMessage.class));
        if (header.hasMessageOfType(LinkInfoMessage.class)) {
            LinkInfoMessage info = header.getMessageOfType(LinkInfoMessage.class);
            if (info.getBTreeNameIndexAddress() != UNDEFINED) {
                requireRecords(info.getBTreeNameIndexAddress());
                FractalHeap heap = new FractalHeap(file.storage(), info.getFractalHeapAddress());
                new BTreeV2<LinkNameForIndexedGroupRecord>(file.storage(), info.getBTreeNameIndexAddress())
                        .getRecords().forEach(record -> links.add(
                                LinkMessage.fromBuffer(heap.getId(record.getId()), file.storage().getSuperblock())));
            }
        }
        links.forEach(link -> members.put(link.getLinkName(),
                link.getLinkType() == LinkMessage.LinkType.HARD ? link.getHardLinkAddress() : UNDEFINED));
    }

    /// jhdf takes memory for as many records as a tree says that it has.
    private void requireRecords(long tree) {
        BoundedStorage storage = file.storage();
        long place = tree + 16 + storage.getSizeOfOffsets() + 2;
        long records = Utils.readBytesAsUnsignedLong(
                storage.readBufferFromAddress(place, storage.getSizeOfLengths()), storage.getSizeOfLengths());
        if (records < 0 || records > storage.size()) {
            throw new IllegalArgumentException("a tree of " + records + " records in a file of " + storage.size()
                    + " bytes, needed fewer");
        }
    }

    /// The attribute of that name, one string; empty where there is none.
    ///
    /// @throws dev.vernier.tensor.InputException where it is something else, or the file is damaged
    Optional<String> text(String name) {
        return attribute(name).map(attribute -> file.guarded(() -> {
            List<String> strings = strings(attribute);
            if (strings.size() != 1) {
                throw new IllegalArgumentException("attribute '" + name + "' of '" + path + "/' holds "
                        + strings.size() + " strings, needed one");
            }
            return strings.getFirst();
        }));
    }

    /// The attribute of that name, a list of strings, or where it is split into `name0`, `name1`, ... those together; empty where
    /// there is none.
    ///
    /// @throws dev.vernier.tensor.InputException where it is something else, or the file is damaged
    Optional<List<String>> texts(String name) {
        Optional<AttributeMessage> whole = attribute(name);
        if (whole.isPresent()) {
            return file.guarded(() -> Optional.of(strings(whole.get())));
        }
        List<String> all = new ArrayList<>();
        Optional<AttributeMessage> part = attribute(name + 0);
        for (int i = 1; part.isPresent(); i++) {
            AttributeMessage attribute = part.get();
            all.addAll(file.guarded(() -> strings(attribute)));
            part = attribute(name + i);
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    private Optional<AttributeMessage> attribute(String name) {
        return header.getMessagesOfType(AttributeMessage.class).stream()
                .filter(attribute -> attribute.getName().equals(name)).findFirst();
    }

    private List<String> strings(AttributeMessage attribute) {
        if (attribute.getDataBuffer() == null) {
            return List.of();
        }
        long count = attribute.getDataSpace().getTotalLength();
        int[] sizes = attribute.getDataSpace().getDimensions();
        if (count > MOST_STRINGS || sizes.length > 1) {
            throw new IllegalArgumentException("attribute '" + attribute.getName() + "' of '" + path + "/' has shape "
                    + Arrays.toString(sizes) + ", needed at most " + MOST_STRINGS + " strings");
        }
        Object read = DatasetReader.readDataset(attribute.getDataType(), attribute.getDataBuffer(), sizes,
                file.storage());
        return switch (read) {
            case String text -> List.of(text);
            case String[] texts -> List.of(texts);
            default -> throw new IllegalArgumentException(
                    "attribute '" + attribute.getName() + "' of '" + path + "/' holds no strings");
        };
    }
}
