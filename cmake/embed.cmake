# cmake -DINPUT=page.md -DOUTPUT=page.cpp -DHEADER=page.hpp -DFUNCTION=page -P embed.cmake
#
# Writes a C++ file whose FUNCTION, which HEADER declares in slipway::report, gives the text of INPUT. As numbers:
# a compiler need not take a literal of more than 65,536 bytes.

file(READ ${INPUT} text HEX)
string(REGEX MATCHALL "([0-9a-f][0-9a-f])" bytes "${text}")
list(LENGTH bytes size)
list(TRANSFORM bytes PREPEND "0x")
list(JOIN bytes "," array)
string(REGEX REPLACE "((0x..,){24})" "\\1\n    " array "${array}")
file(WRITE ${OUTPUT} "#include \"${HEADER}\"

namespace slipway::report {

namespace {

constexpr unsigned char text[${size}] = {
    ${array}};

}  // namespace

std::string_view ${FUNCTION}() {
    return {reinterpret_cast<const char*>(text), sizeof text};
}

}  // namespace slipway::report
")
